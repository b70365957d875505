// SPDX-License-Identifier: MIT
/* What an application's own words mean, whatever wrapped them. */
#include "application.h"
#include "sentence.h"

/* In the place of a part: the message names it. */
#define POOL " - "         /* before this: "HikariPool-1 - Start completed." */
#define URL "URL"          /* behind this, an object: Traefik, "URL: " or "targetURL=" */
#define SERVICE "Service " /* behind this, an object: ingress-nginx */

/* Of the service itself: true at any level. */
static const struct sentence of_service[] = {
	{"Starting ", " with PID ", SIGNAL_SERVICE_START, NULL},
	{"No active profile set, falling back to ", NULL, SIGNAL_SERVICE_START, NULL},
	{"The following ", " active: ", SIGNAL_SERVICE_START, NULL},
	{"Started ", " seconds (", SIGNAL_SERVICE_READY, NULL},
	{"Server startup in ", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Application run failed", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"cancelling refresh attempt", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"APPLICATION FAILED TO START", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"Web server failed to start", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"A fatal error has been detected by the Java", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"Commencing graceful shutdown", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Graceful shutdown complete", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Graceful shutdown aborted", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"A valid shutdown command was received", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Starting service [", NULL, SIGNAL_SERVICE_START, NULL},
	{"Stopping service [", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Pausing ProtocolHandler [", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Stopping ProtocolHandler [", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Destroying ProtocolHandler [", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Closing JPA EntityManagerFactory", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Tomcat started on port", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Reloading Context with name ", " has started", SIGNAL_SERVICE_RELOAD, NULL},
	{"Undeploying context [", NULL, SIGNAL_DEPLOY_BEGIN, NULL},
	{"Error deploying ", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"startup failed due to previous errors", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"Failed to initialize component [Connector[", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"Failed to initialize connector ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"Failed to initialize end point ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	/* .NET: Microsoft.Hosting.Lifetime, Kestrel */
	{"Now listening on: ", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Application started. Press Ctrl+C", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Application is shutting down...", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Hosting failed to start", NULL, SIGNAL_SERVICE_CRASH, NULL},
	/* WildFly, JBoss */
	{"WFLYSRV0049: ", NULL, SIGNAL_SERVICE_START, NULL},
	{"WFLYSRV0025: ", NULL, SIGNAL_SERVICE_READY, NULL},
	{"WFLYSRV0026: ", NULL, SIGNAL_SERVICE_READY, NULL}, /* with errors */
	{"WFLYSRV0050: ", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"WFLYSRV0027: ", NULL, SIGNAL_DEPLOY_BEGIN, NULL},
	{"WFLYSRV0010: ", NULL, SIGNAL_DEPLOY_OK, NULL},
	{"WFLYSRV0021: ", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"IJ000655: ", NULL, SIGNAL_POOL_EXHAUSTED, "connections"},
	/* gunicorn, uvicorn */
	{"Starting gunicorn ", NULL, SIGNAL_SERVICE_START, NULL},
	{"Listening at: http", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Application startup complete.", NULL, SIGNAL_SERVICE_READY, NULL},
	{"Shutting down: Master", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Finished server process [", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"WORKER TIMEOUT (pid:", NULL, SIGNAL_SERVICE_CRASH, "worker"},
	/* Kafka, ZooKeeper, Hadoop */
	{"starting (kafka.server.KafkaServer)", NULL, SIGNAL_SERVICE_START, NULL},
	{"started (kafka.server.KafkaServer)", NULL, SIGNAL_SERVICE_READY, NULL},
	{"shutting down (kafka.server.KafkaServer)", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Resigned (kafka.controller", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"ontroller moved to another broker", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"New leader", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"zookeeper state changed (Sync", NULL, SIGNAL_HA_PEER_UP, "zookeeper"},
	{"zookeeper state changed (", NULL, SIGNAL_HA_PEER_DOWN, "zookeeper"},
	{"Session expired", "(kafka.zookeeper", SIGNAL_HA_PEER_DOWN, "zookeeper"},
	{"Disconnected. (kafka.zookeeper", NULL, SIGNAL_HA_PEER_DOWN, "zookeeper"},
	{"Connected. (kafka.zookeeper", NULL, SIGNAL_HA_PEER_UP, "zookeeper"},
	{"reconnect to ZooKeeper service, session ", " has expired", SIGNAL_HA_PEER_DOWN,
	 "zookeeper"},
	{"Session establishment complete on server ", NULL, SIGNAL_HA_PEER_UP, "zookeeper"},
	{"Shrinking ISR from ", NULL, SIGNAL_HA_SYNC_FAIL, "replicas"},
	{"Expanding ISR from ", NULL, SIGNAL_HA_SYNC_OK, "replicas"},
	{"successfully elected as the controller", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"Too many connections from /", NULL, SIGNAL_POOL_EXHAUSTED, "connections"},
	{"STARTUP_MSG: Starting ", NULL, SIGNAL_SERVICE_START, NULL},
	{"SHUTDOWN_MSG: Shutting down ", NULL, SIGNAL_SERVICE_STOP, NULL},
	{" - Shutdown initiated...", NULL, SIGNAL_SERVICE_STOP, POOL},
	{" - Shutdown completed.", NULL, SIGNAL_SERVICE_STOP, POOL},
	{"Deploying web application ", NULL, SIGNAL_DEPLOY_BEGIN, NULL},
	{"Deploying deployment descriptor ", NULL, SIGNAL_DEPLOY_BEGIN, NULL},
	{"Deployment of ", " has finished in ", SIGNAL_DEPLOY_OK, NULL},
	{" - Exception during pool initialization", NULL, SIGNAL_POOL_EXHAUSTED, POOL},
	{" - Connection is not available, request timed out", NULL, SIGNAL_POOL_EXHAUSTED, POOL},
	{" - Timeout failure stats ", NULL, SIGNAL_POOL_EXHAUSTED, POOL},
	{"SQLTransientConnectionException", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"Unable to acquire JDBC Connection", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"Cannot get a connection, pool error", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"Thread pool is EXHAUSTED!", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"All threads (", "are currently busy", SIGNAL_POOL_EXHAUSTED, NULL},
	{"Maximum number of threads (", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"QueuePool limit of size ", " reached", SIGNAL_POOL_EXHAUSTED, "connections"},
	{" - Added connection ", NULL, SIGNAL_POOL_NORMAL, POOL},
	{" - Start completed.", NULL, SIGNAL_POOL_NORMAL, POOL},
	{"OutOfMemoryError", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"Thread starvation or clock leap detected", NULL, SIGNAL_CLOCK_STEP, NULL},
	{"disk watermark [", " no longer exceeded", SIGNAL_RESOURCE_NORMAL, "disk"},
	{"disk watermark [", " exceeded", SIGNAL_RESOURCE_HIGH, "disk"},
	{"elected-as-master ", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"master not discovered", NULL, SIGNAL_HEALTH_DOWN, "cluster"},
	{"ClusterBlockException", "SERVICE_UNAVAILABLE", SIGNAL_HEALTH_DOWN, "cluster"},
	{"Cluster health status changed from [RED] to [YELLOW]", NULL, SIGNAL_HEALTH_UP, "cluster"},
	{"Cluster health status changed from ", "to [RED]", SIGNAL_HEALTH_DOWN, "cluster"},
	{"Cluster health status changed from ", "to [GREEN]", SIGNAL_HEALTH_UP, "cluster"},
	/* Kubernetes' components, etcd, ingress-nginx, Helm */
	{"uccessfully acquired lease", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"new leader elected", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"failed to renew lease", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"leaderelection lost", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"leader election lost", NULL, SIGNAL_HA_FAILOVER, NULL},
	{" elected leader ", " at term ", SIGNAL_HA_FAILOVER, NULL},
	{" lost leader ", " at term ", SIGNAL_HA_FAILOVER, NULL},
	{"etcdserver: leader changed", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"apply request took too long", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"mvcc: database space exceeded", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"PLEG is not healthy", NULL, SIGNAL_HEALTH_DOWN, "PLEG"},
	{"backend reload required", NULL, SIGNAL_CONFIG_COMMIT_BEGIN, NULL},
	{"Backend successfully reloaded", NULL, SIGNAL_CONFIG_COMMIT_OK, NULL},
	{"rror reloading NGINX", NULL, SIGNAL_CONFIG_COMMIT_FAIL, NULL},
	{"failure reloading the backend", NULL, SIGNAL_CONFIG_COMMIT_FAIL, NULL},
	{"does not have any active Endpoint", NULL, SIGNAL_UPSTREAM_NONE, SERVICE},
	{"beginning wait for ", " resources with timeout", SIGNAL_DEPLOY_BEGIN, NULL},
	/* Traefik, Caddy */
	{"Health check failed", NULL, SIGNAL_HEALTH_DOWN, URL},
	{"Health check still failing", NULL, SIGNAL_HEALTH_DOWN, URL},
	{"Health check up: ", NULL, SIGNAL_HEALTH_UP, URL},
	{"erver configuration reload", NULL, SIGNAL_SERVICE_RELOAD, NULL},
	{"unable to find the IP address", NULL, SIGNAL_UPSTREAM_NONE, NULL},
	{"I have to go...", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"serving initial configuration", NULL, SIGNAL_SERVICE_READY, NULL},
	{"shutting down apps, then terminating", NULL, SIGNAL_SERVICE_STOP, NULL},
};

/* Of a call to somebody else: meant only when the line complains. */
static const struct sentence of_remote[] = {
	{"SocketTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"ReadTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"ConnectTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"Read timed out", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"onnect timed out", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"deadline exceeded", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"onnection refused", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"NoHttpResponseException", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"CircuitBreaker '", "' is OPEN", SIGNAL_UPSTREAM_NONE, NULL},
	{"i/o timeout", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL}, /* Go */
	{"request canceled", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"Timeout: request did not complete within", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"http: Handler timeout", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"ETIMEDOUT", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL}, /* Node.js */
	{"ECONNREFUSED", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"ResourceAccessException", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"feign.RetryableException", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"Failed to validate connection ", NULL, SIGNAL_UPSTREAM_ERROR, NULL}, /* Hikari */
	{"marked as broken because of SQLSTATE", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	/* And of a beginning that fails; other levels tell of it as well. */
	{"Address already in use", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"UnsatisfiedDependencyException", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"BeanCreationException", NULL, SIGNAL_SERVICE_CRASH, NULL},
};

/* `Service "prod/pay"`, `URL: \"http://10.0.0.1:80\"`: behind the word, without scheme and quotes.
 */
static struct slice name_behind(struct slice message, const char *word)
{
	struct slice rest = slice_after(message, slice_find(message, word) + strlen(word));
	while (rest.size > 0 && strchr("\\\"':= ", rest.data[0]) != NULL) {
		rest = slice_after(rest, 1);
	}
	size_t scheme = slice_find(rest, "://");
	rest = scheme < rest.size ? slice_after(rest, scheme + strlen("://")) : rest;
	size_t size = 0;
	while (size < rest.size && strchr("\\\"' ", rest.data[size]) == NULL) {
		size++;
	}
	return slice_first(rest, size);
}

/* Where the message names what it is about. */
static void read_name(struct slice message, struct event *event)
{
	if (slice_is(event->part, POOL)) {
		event->part = slice_first(message, slice_find(message, " - "));
	} else if (slice_is(event->part, URL) || slice_is(event->part, SERVICE)) {
		const char *word = slice_is(event->part, URL) ? URL : SERVICE;
		event->part = slice_empty();
		event->object =
			slice_contains(message, word) ? name_behind(message, word) : event->object;
	}
}

void application_read(struct slice message, struct event *event)
{
	if (event->signal != SIGNAL_LOG) {
		return;
	}
	struct digrams digrams;
	digrams_see(&digrams, message);
	if (SENTENCE_READ_SEEN(of_service, message, &digrams, event)) {
		read_name(message, event);
	} else if (event->severity <= SEVERITY_WARNING) {
		SENTENCE_READ_SEEN(of_remote, message, &digrams, event);
	}
}

/* bunyan and pino count in tens, logback in ten thousands, syslog from 0 to 7. */
static enum severity number_severity(int64_t number)
{
	static const enum severity tens[] = {SEVERITY_DEBUG,         SEVERITY_DEBUG,
					     SEVERITY_INFORMATIONAL, SEVERITY_WARNING,
					     SEVERITY_ERROR,         SEVERITY_CRITICAL};
	if (number >= 0 && number <= SEVERITY_DEBUG) {
		return (enum severity)number;
	}
	if (number >= 10 && number <= 69) {
		return tens[number / 10 - 1];
	}
	if (number >= 5000 && number <= 50000) {
		return number >= 40000   ? SEVERITY_ERROR
		       : number >= 30000 ? SEVERITY_WARNING
		       : number >= 20000 ? SEVERITY_INFORMATIONAL
					 : SEVERITY_DEBUG;
	}
	return SEVERITY_NONE;
}

static const struct {
	const char *name;
	enum severity severity;
} names[] = {
	{"info", SEVERITY_INFORMATIONAL},
	{"error", SEVERITY_ERROR},
	{"warn", SEVERITY_WARNING},
	{"debug", SEVERITY_DEBUG},
	{"warning", SEVERITY_WARNING},
	{"trace", SEVERITY_DEBUG},
	{"fatal", SEVERITY_CRITICAL},
	{"notice", SEVERITY_NOTICE},
	{"err", SEVERITY_ERROR},
	{"critical", SEVERITY_CRITICAL},
	{"crit", SEVERITY_CRITICAL},
	{"alert", SEVERITY_ALERT},
	{"emerg", SEVERITY_EMERGENCY},
	{"emergency", SEVERITY_EMERGENCY},
	{"severe", SEVERITY_ERROR},
	{"informational", SEVERITY_INFORMATIONAL},
	{"panic", SEVERITY_EMERGENCY},
	{"eror", SEVERITY_ERROR},
	{"dbug", SEVERITY_DEBUG},
	{"verbose", SEVERITY_DEBUG},
	{"config", SEVERITY_DEBUG},
	{"fine", SEVERITY_DEBUG},
	{"finer", SEVERITY_DEBUG},
	{"finest", SEVERITY_DEBUG},
	{"dpanic", SEVERITY_CRITICAL},
	{"deprecation", SEVERITY_WARNING}, /* Elasticsearch */
	{"subdebug", SEVERITY_DEBUG},      /* dnf */
	{"ddebug", SEVERITY_DEBUG},
	{"inf", SEVERITY_INFORMATIONAL}, /* Serilog, zerolog: three letters */
	{"wrn", SEVERITY_WARNING},
	{"dbg", SEVERITY_DEBUG},
	{"trc", SEVERITY_DEBUG},
	{"vrb", SEVERITY_DEBUG},
	{"ftl", SEVERITY_CRITICAL},
	/* java.util.logging on a machine that speaks ko, ja, zh, de, fr, es */
	{"\uc815\ubcf4", SEVERITY_INFORMATIONAL},
	{"\uacbd\uace0", SEVERITY_WARNING},
	{"\uc2ec\uac01", SEVERITY_ERROR},
	{"\u60c5\u5831", SEVERITY_INFORMATIONAL},
	{"\u8b66\u544a", SEVERITY_WARNING},
	{"\u91cd\u5927", SEVERITY_ERROR},
	{"\u4fe1\u606f", SEVERITY_INFORMATIONAL},
	{"\u4e25\u91cd", SEVERITY_ERROR},
	{"information", SEVERITY_INFORMATIONAL},
	{"warnung", SEVERITY_WARNING},
	{"schwerwiegend", SEVERITY_ERROR},
	{"infos", SEVERITY_INFORMATIONAL},
	{"avertissement", SEVERITY_WARNING},
	{"grave", SEVERITY_ERROR},
	{"informaci\u00f3n", SEVERITY_INFORMATIONAL},
	{"advertencia", SEVERITY_WARNING},
};

/* The sizes of the names by their first letter, a bit each: most words that are asked are none. */
static const uint16_t sizes_of[] = {
	['a' - 'a'] = 1 << 5 | 1 << 11 | 1 << 13,
	['c' - 'a'] = 1 << 4 | 1 << 6 | 1 << 8,
	['d' - 'a'] = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 11, /* ddebug, dpanic: 6 */
	['e' - 'a'] = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 9,
	['f' - 'a'] = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6,
	['g' - 'a'] = 1 << 5,
	['i' - 'a'] = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 11 | 1 << 12 | 1 << 13,
	['n' - 'a'] = 1 << 6,
	['p' - 'a'] = 1 << 5,
	['s' - 'a'] = 1 << 6 | 1 << 8 | 1 << 13,
	['t' - 'a'] = 1 << 3 | 1 << 5,
	['v' - 'a'] = 1 << 3 | 1 << 7,
	['w' - 'a'] = 1 << 3 | 1 << 4 | 1 << 7,
};

/* False: no name has this first letter and this size. Names of other alphabets are not told apart.
 */
static bool may_be_name(struct slice level)
{
	enum { NAME_SIZE_MAX = 15, CASE_BIT = 'a' ^ 'A' };
	if (level.size == 0 || level.size > NAME_SIZE_MAX) {
		return false;
	}
	unsigned letter = (unsigned char)(level.data[0] | CASE_BIT) - (unsigned)'a';
	if (letter >= sizeof sizes_of / sizeof sizes_of[0]) {
		return (unsigned char)level.data[0] >= 0x80;
	}
	return (sizes_of[letter] >> level.size & 1) != 0;
}

enum severity level_severity(struct slice level)
{
	int64_t number = 0;
	if (!may_be_name(level)) {
		bool may_be_number = level.size > 0 && (unsigned char)level.data[0] <= '9';
		return may_be_number && slice_to_int(level, &number) ? number_severity(number)
								     : SEVERITY_NONE;
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_is_ignoring_case(level, names[i].name)) {
			return names[i].severity;
		}
	}
	return SEVERITY_NONE;
}

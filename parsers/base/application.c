// SPDX-License-Identifier: MIT
/* What an application's own words mean, whatever wrapped them. */
#include "application.h"

/* A sentence is known by one or two pieces of it. */
struct sentence {
	const char *piece;
	const char *other; /* must stand there too, or NULL */
	enum signal signal;
	const char *part; /* NULL: what stands before " - ", as "HikariPool-1 - Start completed." */
};

/* Of the service itself: true at any level. */
static const struct sentence of_service[] = {
	{"Starting ", " with PID ", SIGNAL_SERVICE_START, ""},
	{"Started ", " seconds (", SIGNAL_SERVICE_READY, ""},
	{"Server startup in ", NULL, SIGNAL_SERVICE_READY, ""},
	{"Application run failed", NULL, SIGNAL_SERVICE_CRASH, ""},
	{"APPLICATION FAILED TO START", NULL, SIGNAL_SERVICE_CRASH, ""},
	{"Web server failed to start", NULL, SIGNAL_SERVICE_CRASH, ""},
	{"A fatal error has been detected by the Java", NULL, SIGNAL_SERVICE_CRASH, ""},
	{"Commencing graceful shutdown", NULL, SIGNAL_SERVICE_STOP, ""},
	{"A valid shutdown command was received", NULL, SIGNAL_SERVICE_STOP, ""},
	{"Stopping service [", NULL, SIGNAL_SERVICE_STOP, ""},
	{" - Shutdown initiated...", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Deploying web application ", NULL, SIGNAL_DEPLOY_BEGIN, ""},
	{"Deployment of web application ", " has finished", SIGNAL_DEPLOY_OK, ""},
	{" - Connection is not available, request timed out", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{" - Timeout failure stats ", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"SQLTransientConnectionException", NULL, SIGNAL_POOL_EXHAUSTED, ""},
	{"Unable to acquire JDBC Connection", NULL, SIGNAL_POOL_EXHAUSTED, ""},
	{"Cannot get a connection, pool error", NULL, SIGNAL_POOL_EXHAUSTED, ""},
	{"Thread pool is EXHAUSTED!", NULL, SIGNAL_POOL_EXHAUSTED, ""},
	{"All threads (", "are currently busy", SIGNAL_POOL_EXHAUSTED, ""},
	{"Maximum number of threads (", NULL, SIGNAL_POOL_EXHAUSTED, ""},
	{" - Start completed.", NULL, SIGNAL_POOL_NORMAL, NULL},
	{"OutOfMemoryError", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},
	{"Thread starvation or clock leap detected", NULL, SIGNAL_CLOCK_STEP, ""},
	{"Cluster health status changed from ", "to [RED]", SIGNAL_HEALTH_DOWN, "cluster"},
	{"Cluster health status changed from ", "to [GREEN]", SIGNAL_HEALTH_UP, "cluster"},
};

/* Of a call to somebody else: meant only when the line complains. */
static const struct sentence of_remote[] = {
	{"SocketTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"ReadTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"ConnectTimeoutException", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"Read timed out", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"onnect timed out", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"deadline exceeded", NULL, SIGNAL_UPSTREAM_TIMEOUT, ""},
	{"onnection refused", NULL, SIGNAL_UPSTREAM_REFUSED, ""},
	{"NoHttpResponseException", NULL, SIGNAL_UPSTREAM_ERROR, ""},
	{"CircuitBreaker '", "' is OPEN", SIGNAL_UPSTREAM_NONE, ""},
};

static bool sentence_stands(const struct sentence *sentence, struct slice message)
{
	size_t at = slice_find(message, sentence->piece);
	return at < message.size &&
	       (sentence->other == NULL ||
		slice_contains(slice_after(message, at + strlen(sentence->piece)),
			       sentence->other));
}

static bool read_from(const struct sentence *sentences, size_t count, struct slice message,
		      struct event *event)
{
	for (size_t i = 0; i < count; i++) {
		if (!sentence_stands(&sentences[i], message)) {
			continue;
		}
		event->signal = sentences[i].signal;
		event->part = sentences[i].part != NULL
				      ? slice_from(sentences[i].part)
				      : slice_first(message, slice_find(message, " - "));
		return true;
	}
	return false;
}

void application_read(struct slice message, struct event *event)
{
	if (event->signal != SIGNAL_LOG ||
	    read_from(of_service, sizeof of_service / sizeof of_service[0], message, event) ||
	    event->severity > SEVERITY_WARNING) {
		return;
	}
	read_from(of_remote, sizeof of_remote / sizeof of_remote[0], message, event);
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

enum severity level_severity(struct slice level)
{
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
		{"information", SEVERITY_INFORMATIONAL},
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
	};
	int64_t number = 0;
	if (slice_to_int(level, &number)) {
		return number_severity(number);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_is_ignoring_case(level, names[i].name)) {
			return names[i].severity;
		}
	}
	return SEVERITY_NONE;
}

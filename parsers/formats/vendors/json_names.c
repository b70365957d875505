// SPDX-License-Identifier: MIT
/* What the names of JSON log fields mean. */
#include "json_names.h"

#include <stdlib.h>

#include "eight.h"

struct name {
	const char *text;
	enum meaning meaning;
};

static const struct name names[] = {
	{"@timestamp", MEANS_TIME},
	{"time", MEANS_TIME},
	{"ts", MEANS_TIME},
	{"timestamp", MEANS_TIME},
	{"t", MEANS_TIME},
	{"datetime", MEANS_TIME},
	{"date", MEANS_TIME},
	{"asctime", MEANS_TIME},
	{"eventTime", MEANS_TIME},
	{"_SOURCE_REALTIME_TIMESTAMP", MEANS_TIME},
	{"__REALTIME_TIMESTAMP", MEANS_TIME},
	{"start_time", MEANS_START},
	{"time_iso8601", MEANS_END},
	{"time_local", MEANS_END},
	{"msec", MEANS_END},
	{"level", MEANS_LEVEL},
	{"log.level", MEANS_LEVEL},
	{"severity", MEANS_LEVEL},
	{"lvl", MEANS_LEVEL},
	{"levelname", MEANS_LEVEL},
	{"loglevel", MEANS_LEVEL},
	{"PRIORITY", MEANS_LEVEL},
	{"message", MEANS_MESSAGE},
	{"msg", MEANS_MESSAGE},
	{"MESSAGE", MEANS_MESSAGE},
	{"short_message", MEANS_MESSAGE},
	{"event", MEANS_MESSAGE},
	{"log", MEANS_LOG},
	{"hostname", MEANS_HOST},
	{"host.name", MEANS_HOST},
	{"_HOSTNAME", MEANS_HOST},
	{"host", MEANS_VIRTUAL_HOST},
	{"service.name", MEANS_PROGRAM},
	{"service", MEANS_PROGRAM},
	{"application", MEANS_PROGRAM},
	{"app", MEANS_PROGRAM},
	{"name", MEANS_PROGRAM},
	{"SYSLOG_IDENTIFIER", MEANS_IDENTIFIER},
	{"_COMM", MEANS_COMMAND},
	{"logger_name", MEANS_LOGGER},
	{"log.logger", MEANS_LOGGER},
	{"logger", MEANS_LOGGER},
	{"user.name", MEANS_ACTOR},
	{"user", MEANS_ACTOR},
	{"username", MEANS_ACTOR},
	{"remote_user", MEANS_ACTOR},
	{"request_method", MEANS_METHOD},
	{"method", MEANS_METHOD},
	{"http.request.method", MEANS_METHOD},
	{"req.method", MEANS_METHOD},
	{"request.method", MEANS_METHOD},
	{"request_uri", MEANS_PATH},
	{"uri", MEANS_PATH},
	{"url", MEANS_PATH},
	{"path", MEANS_PATH},
	{"url.original", MEANS_PATH},
	{"url.path", MEANS_PATH},
	{"req.url", MEANS_PATH},
	{"request.uri", MEANS_PATH},
	{"request", MEANS_REQUEST},
	{"server_protocol", MEANS_PROTOCOL},
	{"protocol", MEANS_PROTOCOL},
	{"status", MEANS_STATUS},
	{"status_code", MEANS_STATUS},
	{"http.response.status_code", MEANS_STATUS},
	{"response_code", MEANS_STATUS},
	{"res.statusCode", MEANS_STATUS},
	{"body_bytes_sent", MEANS_BYTES_OUT},
	{"bytes_sent", MEANS_BYTES_OUT},
	{"http.response.body.bytes", MEANS_BYTES_OUT},
	{"bytes", MEANS_BYTES_OUT},
	{"request_length", MEANS_BYTES_IN},
	{"http.request.body.bytes", MEANS_BYTES_IN},
	{"request_time", MEANS_SECONDS},
	{"responseTime", MEANS_MILLISECONDS},
	{"elapsed_ms", MEANS_MILLISECONDS},
	{"duration_ms", MEANS_MILLISECONDS},
	{"event.duration", MEANS_NANOSECONDS},
	{"http_user_agent", MEANS_AGENT},
	{"user_agent", MEANS_AGENT},
	{"user_agent.original", MEANS_AGENT},
	{"remote_addr", MEANS_CLIENT},
	{"client_ip", MEANS_CLIENT},
	{"clientip", MEANS_CLIENT},
	{"client.ip", MEANS_CLIENT},
	{"source.ip", MEANS_CLIENT},
	{"remote_ip", MEANS_CLIENT},
	{"req.remoteAddress", MEANS_CLIENT},
	{"remote_port", MEANS_CLIENT_PORT},
	{"client.port", MEANS_CLIENT_PORT},
	{"source.port", MEANS_CLIENT_PORT},
	{"req.remotePort", MEANS_CLIENT_PORT},
	{"upstream_addr", MEANS_UPSTREAM},
	{"upstream", MEANS_UPSTREAM},
	{"upstreamAddr", MEANS_UPSTREAM},
	{"proxyUpstreamName", MEANS_RULE},
	{"ip", MEANS_CLIENT},
	{"latency_human", MEANS_DURATION},
	/* Serilog's request logging; Rails' lograge */
	{"StatusCode", MEANS_STATUS},
	{"Elapsed", MEANS_MILLISECONDS},
	{"controller", MEANS_LOGGER},
	{"proxy_upstream_name", MEANS_RULE},
	/* Serilog: compact (CLEF) and the older JSON formatter */
	{"@t", MEANS_TIME},
	{"@m", MEANS_MESSAGE},
	{"@mt", MEANS_TEMPLATE},
	{"@l", MEANS_LEVEL},
	{"Timestamp", MEANS_TIME},
	{"Level", MEANS_LEVEL},
	{"RenderedMessage", MEANS_MESSAGE},
	{"MessageTemplate", MEANS_TEMPLATE},
	{"SourceContext", MEANS_LOGGER},
	{"Properties.SourceContext", MEANS_LOGGER},
	/* Elasticsearch, MongoDB, Rust's tracing, Google Cloud */
	{"component", MEANS_LOGGER},
	{"node.name", MEANS_HOST},
	{"t.$date", MEANS_TIME},
	{"fields.message", MEANS_MESSAGE},
	{"target", MEANS_LOGGER},
	{"textPayload", MEANS_MESSAGE},
	{"jsonPayload.message", MEANS_MESSAGE},
	/* Envoy */
	{"bytes_received", MEANS_BYTES_IN},
	{"response_flags", MEANS_LOGGER},
	{"downstream_remote_address", MEANS_CLIENT},
	{"upstream_host", MEANS_UPSTREAM},
	{"upstream_cluster", MEANS_RULE},
	{"user-agent", MEANS_AGENT},
	{"duration", MEANS_DURATION},
	/* Caddy */
	{"request.remote_ip", MEANS_CLIENT},
	{"request.remote_addr", MEANS_CLIENT},
	{"request.remote_port", MEANS_CLIENT_PORT},
	{"request.proto", MEANS_PROTOCOL},
	{"bytes_read", MEANS_BYTES_IN},
	{"size", MEANS_BYTES_OUT},
	/* Kong */
	{"started_at", MEANS_START},
	{"response.status", MEANS_STATUS},
	{"response.size", MEANS_BYTES_OUT},
	{"request.size", MEANS_BYTES_IN},
	{"latencies.request", MEANS_MILLISECONDS},
	/* Traefik */
	{"StartUTC", MEANS_START},
	{"RequestMethod", MEANS_METHOD},
	{"RequestPath", MEANS_PATH},
	{"RequestProtocol", MEANS_PROTOCOL},
	{"RequestContentSize", MEANS_BYTES_IN},
	{"DownstreamStatus", MEANS_STATUS},
	{"DownstreamContentSize", MEANS_BYTES_OUT},
	{"Duration", MEANS_NANOSECONDS},
	{"ClientHost", MEANS_CLIENT},
	{"ClientPort", MEANS_CLIENT_PORT},
	{"ClientUsername", MEANS_ACTOR},
	{"ServiceAddr", MEANS_UPSTREAM},
	{"ServiceName", MEANS_RULE},
	{"targetURL", MEANS_UPSTREAM},
	{"request_User-Agent", MEANS_AGENT},
	{"upstream_name", MEANS_RULE},
	{"response_status", MEANS_STATUS},
	/* Palo Alto Networks' log service; TimeGenerated in Azure Monitor too */
	{"TimeGenerated", MEANS_TIME},
	{"EventTime", MEANS_TIME},
	{"EventDescription", MEANS_MESSAGE},
	{"SourceAddress", MEANS_CLIENT},
	{"SourcePort", MEANS_CLIENT_PORT},
	/* access lines as JSON or LTSV, by other names (ltsv.org, httpd, echo, Datadog, Google) */
	{"req", MEANS_REQUEST},
	{"reqtime", MEANS_SECONDS},
	{"reqsize", MEANS_BYTES_IN},
	{"ua", MEANS_AGENT},
	{"vhost", MEANS_VIRTUAL_HOST},
	{"verb", MEANS_METHOD},
	{"http_method", MEANS_METHOD},
	{"http.method", MEANS_METHOD},
	{"http_request_uri", MEANS_PATH},
	{"http.url", MEANS_PATH},
	{"response", MEANS_STATUS},
	{"statusCode", MEANS_STATUS},
	{"http_status", MEANS_STATUS},
	{"http_status_code", MEANS_STATUS},
	{"http.status_code", MEANS_STATUS},
	{"bytes_out", MEANS_BYTES_OUT},
	{"bytes_in", MEANS_BYTES_IN},
	{"response_size", MEANS_BYTES_OUT},
	{"latency", MEANS_DURATION},
	{"response_time", MEANS_DURATION},
	{"agent", MEANS_AGENT},
	{"useragent", MEANS_AGENT},
	{"client", MEANS_CLIENT},
	{"client_addr", MEANS_CLIENT},
	{"remote_address", MEANS_CLIENT},
	{"remoteAddr", MEANS_CLIENT},
	{"remoteAddress", MEANS_CLIENT},
	{"network.client.ip", MEANS_CLIENT},
	{"client_port", MEANS_CLIENT_PORT},
	{"backend_name", MEANS_RULE},
	{"httpRequest.requestMethod", MEANS_METHOD},
	{"httpRequest.requestUrl", MEANS_PATH},
	{"httpRequest.status", MEANS_STATUS},
	{"httpRequest.responseSize", MEANS_BYTES_OUT},
	{"httpRequest.requestSize", MEANS_BYTES_IN},
	{"httpRequest.remoteIp", MEANS_CLIENT},
	{"httpRequest.userAgent", MEANS_AGENT},
	{"httpRequest.latency", MEANS_DURATION},
	/* AWS CloudTrail */
	{"eventName", MEANS_TEMPLATE},
	{"sourceIPAddress", MEANS_CLIENT},
	{"userIdentity.userName", MEANS_ACTOR},
	/* log4j2, hclog, .NET, monolog, loguru, OpenTelemetry */
	{"timeMillis", MEANS_TIME},
	{"loggerName", MEANS_LOGGER},
	{"@level", MEANS_LEVEL},
	{"@message", MEANS_MESSAGE},
	{"@module", MEANS_LOGGER},
	{"LogLevel", MEANS_LEVEL},
	{"logLevel", MEANS_LEVEL},
	{"log_level", MEANS_LEVEL},
	{"level_name", MEANS_LEVEL},
	{"SeverityText", MEANS_LEVEL},
	{"severityText", MEANS_LEVEL},
	{"record.level.name", MEANS_LEVEL},
	{"Message", MEANS_MESSAGE},
	{"record.message", MEANS_MESSAGE},
	{"Body", MEANS_MESSAGE},
	{"body", MEANS_MESSAGE},
	{"Category", MEANS_LOGGER},
	{"channel", MEANS_LOGGER},
	{"record.name", MEANS_LOGGER},
	{"record.time.timestamp", MEANS_TIME},
	{"timeUnixNano", MEANS_TIME},
	{"datetime.date", MEANS_TIME},
};

enum { NAME_COUNT = sizeof names / sizeof names[0] };

static size_t slot_of(struct slice name)
{
	size_t hash = name.size * 31;
	if (name.size > 0) {
		hash += (unsigned char)name.data[0] * 7U;
		hash += (unsigned char)name.data[name.size - 1] * 61U;
		hash += (unsigned char)name.data[name.size / 2] * 17U;
	}
	return hash % JSON_NAMES_SLOTS;
}

/* Names are short: a call of memcmp would take longer than it takes to compare them. */
static bool is_same(const char *text, const char *other, size_t size)
{
	enum { HALF = EIGHT_SIZE / 2 };
	if (size >= HALF && size <= EIGHT_SIZE) {
		size_t last = size - HALF;
		return memcmp(text, other, HALF) == 0 &&
		       memcmp(text + last, other + last, HALF) == 0;
	}
	if (size < HALF) {
		size_t at = 0;
		while (at < size && text[at] == other[at]) {
			at++;
		}
		return at == size;
	}
	for (size_t at = 0; at + EIGHT_SIZE < size; at += EIGHT_SIZE) {
		if (eight_load(text + at) != eight_load(other + at)) {
			return false;
		}
	}
	size_t last = size - EIGHT_SIZE;
	return eight_load(text + last) == eight_load(other + last);
}

static enum meaning find(const struct json_names *table, struct slice name)
{
	for (size_t slot = slot_of(name); table->slots[slot] != 0;
	     slot = (slot + 1) % JSON_NAMES_SLOTS) {
		uint8_t number = table->slots[slot];
		const struct name *candidate = &names[number - 1];
		if (table->sizes[number] == name.size &&
		    is_same(candidate->text, name.data, name.size)) {
			return candidate->meaning;
		}
	}
	return MEANS_NOTHING;
}

/* What people and shippers put the fields of one product into. */
static bool eat_wrapper(struct slice *name)
{
	return slice_eat(name, "@fields.") || slice_eat(name, "fields.") ||
	       slice_eat(name, "nginx.") || slice_eat(name, "access.") ||
	       slice_eat(name, "jsonPayload.") || slice_eat(name, "apache.");
}

enum meaning json_names_find(const struct json_names *table, struct slice name)
{
	enum meaning meaning = find(table, name);
	return meaning == MEANS_NOTHING && eat_wrapper(&name) ? json_names_find(table, name)
							      : meaning;
}

void json_names_fill(struct json_names *table)
{
	_Static_assert(NAME_COUNT <= UINT8_MAX && NAME_COUNT * 3 < JSON_NAMES_SLOTS,
		       "name table too small");
	memset(table->slots, 0, sizeof table->slots);
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct slice name = slice_from(names[i].text);
		size_t slot = slot_of(name);
		while (table->slots[slot] != 0) {
			slot = (slot + 1) % JSON_NAMES_SLOTS;
		}
		table->slots[slot] = (uint8_t)(i + 1);
		table->sizes[i + 1] = (uint8_t)name.size;
	}
}

void *json_names_open(void)
{
	struct json_names *table = malloc(sizeof *table);
	if (table != NULL) {
		json_names_fill(table);
	}
	return table;
}

// SPDX-License-Identifier: MIT
/*
 * What the names of JSON log fields mean. Nobody owns them: these are the words of ECS, logstash
 * and logback encoders, bunyan, pino, zap, journald, Docker and of nginx configurations.
 */
#ifndef OVERRUN_JSON_NAMES_H
#define OVERRUN_JSON_NAMES_H

#include "slice.h"

enum { JSON_NAMES_SLOTS = 1024 }; /* a power of two, four times the names: short searches */

/* What a name means. */
enum meaning {
	MEANS_NOTHING,
	MEANS_TIME,
	MEANS_START, /* a time that is a request's start */
	MEANS_END,   /* a time that is a request's end */
	MEANS_LEVEL,
	MEANS_MESSAGE,
	MEANS_TEMPLATE, /* Serilog's message before its values are put in: better than none */
	MEANS_LOG,      /* Docker's wrapper */
	MEANS_HOST,
	MEANS_VIRTUAL_HOST, /* "host": a machine, or what the client asked for */
	MEANS_PROGRAM,
	MEANS_IDENTIFIER, /* journald: a program of the machine, whose words are known */
	MEANS_COMMAND,    /* journald: its process, if it has no other name */
	MEANS_LOGGER,
	MEANS_ACTOR,
	MEANS_METHOD,
	MEANS_PATH,
	MEANS_REQUEST,
	MEANS_PROTOCOL,
	MEANS_STATUS,
	MEANS_BYTES_OUT,
	MEANS_BYTES_IN,
	MEANS_SECONDS,
	MEANS_MILLISECONDS,
	MEANS_NANOSECONDS,
	MEANS_DURATION, /* Caddy: seconds with a fraction; Envoy: milliseconds */
	MEANS_AGENT,
	MEANS_CLIENT,
	MEANS_CLIENT_PORT,
	MEANS_UPSTREAM,
	MEANS_RULE,
};

/* A hash table of the names. */
struct json_names {
	uint8_t slots[JSON_NAMES_SLOTS]; /* index into the list plus 1; 0 is free */
	uint8_t sizes[UINT8_MAX + 1];    /* of the name, by the same index plus 1 */
};

void json_names_fill(struct json_names *names);

/* A filled table, for a format whose state is no more than that; NULL: no memory. free() it. */
void *json_names_open(void);

/* The meaning of a dotted name ("nginx.access.status" is a "status"), or MEANS_NOTHING. */
enum meaning json_names_find(const struct json_names *names, struct slice name);

#endif

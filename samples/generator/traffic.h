// SPDX-License-Identifier: MIT
/*
 * What customers asked for: the requests of a night, in order of arrival. The gateway tells of
 * each, the firewall in front of it of the connection that carried it.
 */
#ifndef NIGHT_TRAFFIC_H
#define NIGHT_TRAFFIC_H

#include "script.h"

struct request {
	int64_t at_ms;
	int32_t duration_ms;
	int32_t bytes;
	uint16_t client, port; /* number of the client's address; its port, new for each request */
	uint16_t path, status;
};

struct requests {
	struct request *items;
	size_t count;
};

/* The caller frees `items`. */
struct requests traffic_of(const struct night *night);

/* "198.51.100.7" of a client's number. */
struct address {
	char text[20];
};
struct address traffic_address(const struct request *request);

/* "POST" and "/v1/pay/approve". */
const char *traffic_method(const struct request *request);
const char *traffic_path(const struct request *request);

#endif

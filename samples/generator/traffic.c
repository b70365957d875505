// SPDX-License-Identifier: MIT
/* See traffic.h. */
#include "traffic.h"

#include "pack.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 180, FIRST_PORT = 20000, LAST_PORT = 64000, MINUTE_MS = 60000 };

static const char *const paths[][2] = {
	{"POST", "/v1/pay/approve"},  {"POST", "/v1/pay/approve"}, {"POST", "/v1/pay/confirm"},
	{"GET", "/v1/pay/methods"},   {"POST", "/v1/pay/cancel"},  {"POST", "/v1/transfer"},
	{"GET", "/v1/transfer/list"}, {"GET", "/v1/notice"},
};

struct arrivals {
	struct random random;
	uint16_t ports[CLIENTS]; /* the port that each client uses next: no pair occurs twice */
	struct requests requests;
	size_t room;
};

struct address traffic_address(const struct request *request)
{
	struct address address;
	unsigned number = request->client;

	snprintf(address.text, sizeof address.text, "%s.%u",
		 number < CLIENTS / 2 ? "198.51.100" : "203.0.113", 1 + number % (CLIENTS / 2) * 2);
	return address;
}

const char *traffic_method(const struct request *request)
{
	return paths[request->path][0];
}

const char *traffic_path(const struct request *request)
{
	return paths[request->path][1];
}

static void good_answer(struct arrivals *arrivals, struct request *request)
{
	int64_t chance = random_between(&arrivals->random, 0, 99);

	request->status = chance < 90 ? 200 : chance < 97 ? 201 : chance < 99 ? 404 : 401;
	request->duration_ms = (int32_t)random_between(&arrivals->random, 4, 180);
	request->bytes = (int32_t)random_between(&arrivals->random, 216, 1900);
}

/* No server answers: 503 at once, or 504 after ten seconds if that is still inside the span. */
static void bad_answer(struct arrivals *arrivals, struct request *request, int64_t until_ms)
{
	bool slow = random_between(&arrivals->random, 0, 9) == 0;

	request->status = 503;
	request->duration_ms = 0;
	request->bytes = 217;
	if (slow && request->at_ms + 12000 < until_ms) {
		request->status = 504;
		request->duration_ms = 10001;
		request->bytes = 194;
	}
}

static void arrive(struct arrivals *arrivals, const struct traffic *traffic, int64_t at_ms)
{
	struct requests *all = &arrivals->requests;

	if (all->count == arrivals->room) {
		arrivals->room = 2 * arrivals->room + 1024;
		all->items = grown(all->items, arrivals->room * sizeof *all->items);
	}
	struct request *request = &all->items[all->count++];

	request->at_ms = at_ms;
	request->client = (uint16_t)random_between(&arrivals->random, 0, CLIENTS - 1);
	request->port = arrivals->ports[request->client]++;
	if (arrivals->ports[request->client] > LAST_PORT) {
		arrivals->ports[request->client] = FIRST_PORT;
	}
	request->path = (uint16_t)random_between(&arrivals->random, 0, 7);
	bool closed = traffic->except != NULL &&
		      strncmp(traffic_path(request), traffic->except, strlen(traffic->except)) == 0;

	if (random_between(&arrivals->random, 0, 99) < traffic->good && !closed) {
		good_answer(arrivals, request);
	} else {
		bad_answer(arrivals, request, traffic->span.to_ms);
	}
}

/* One minute: its requests are spread evenly with a little disorder, so that they stay in order. */
static void minute(struct arrivals *arrivals, const struct traffic *traffic, int64_t at_ms,
		   int64_t count)
{
	int64_t slot = MINUTE_MS / count;

	for (int64_t i = 0; i < count; i++) {
		int64_t late = random_between(&arrivals->random, 0, slot > 400 ? slot - 400 : 0);

		arrive(arrivals, traffic, at_ms + i * slot + late);
	}
}

struct requests traffic_of(const struct night *night)
{
	struct arrivals arrivals = {.random = random_stream((uint64_t)night->seed, "traffic")};

	for (size_t i = 0; i < CLIENTS; i++) {
		arrivals.ports[i] = (uint16_t)(FIRST_PORT + i * 7);
	}
	for (size_t i = 0; i < night->traffic_count; i++) {
		const struct traffic *traffic = &night->traffics[i];
		int64_t count = traffic->rate * night->factor;

		for (int64_t at = traffic->span.from_ms; at < traffic->span.to_ms && count > 0;
		     at += MINUTE_MS) {
			minute(&arrivals, traffic, at, count);
		}
	}
	return arrivals.requests;
}

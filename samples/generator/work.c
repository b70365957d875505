// SPDX-License-Identifier: MIT
/* How work leaves traces: see work_moments in writers.h. */
#include "pack.h"
#include "random.h"
#include "writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const commands[] = {
	"show system info",
	"show counter global filter severity drop",
	"show interface all",
	"show arp all",
	"show session info",
	"diff candidate running",
	"sha256sum rules-export.xml",
	"ping count 5 host 192.0.2.10",
	"traceroute host 192.0.2.41",
	"show high-availability state",
	"curl -sk -o /dev/null -w %{http_code} https://192.0.2.10/health",
	"show lacp aggregate-ethernet all",
	"check partner-a line 2",
	"tail -n 50 import.log",
	"openssl s_client -connect 192.0.2.10:443",
	"show routing route",
};

/* What is written down at the rack, where there is no shell. */
static const char *const doings[] = {
	"old unit unmounted", "rails moved up one unit",  "new unit mounted",
	"power A connected",  "power B connected",        "patch 1-8 moved",
	"patch 9-16 moved",   "fibre cleaned and tested", "console reachable",
	"labels printed",     "lamp check: all green",    "photo taken for the file",
};

int64_t span_ms(const char *text)
{
	char *unit;
	int64_t number = strtoll(text, &unit, 10);

	switch (*unit) {
	case 'h':
		return number * 3600000;
	case 'm':
		return number * 60000;
	case 's':
		return number * 1000;
	default:
		die("%s: not a span such as 30m", text);
	}
}

struct address actor_address(const char *actor)
{
	struct address address;
	unsigned sum = 0;

	for (; *actor != '\0'; actor++) {
		sum = sum * 31 + (unsigned char)*actor;
	}
	snprintf(address.text, sizeof address.text, "192.0.2.%u", 60 + sum % 120);
	return address;
}

/* Activities after `from` and before `to`; both ends are the caller's. */
static void stretch(struct feed *feed, struct random *random, const struct work *work,
		    struct span span, moment_fn *visit)
{
	int64_t at = span.from_ms;

	for (;;) {
		at += random_between(random, 60, 170) * 1000;
		if (at > span.to_ms - 15000) {
			return;
		}
		size_t chance = (size_t)random_between(random, 0, 239);

		visit(feed, work, MOMENT_ACTIVITY, at,
		      work->via == NULL ? commands[chance % (sizeof commands / sizeof *commands)]
					: doings[chance % (sizeof doings / sizeof *doings)]);
	}
}

void work_moments(struct feed *feed, const char *via, moment_fn *visit)
{
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, via);

	for (size_t i = 0; i < night->work_count; i++) {
		const struct work *work = &night->works[i];
		int64_t from = work->span.from_ms;

		if (strcmp(work->via == NULL ? "runbook" : work->via, via) != 0) {
			continue;
		}
		visit(feed, work, MOMENT_BEGIN, from, "");
		for (size_t g = 0; g < work->gap_count; g++) {
			stretch(feed, &random, work, (struct span){from, work->gaps[g].from_ms},
				visit);
			visit(feed, work, MOMENT_ACTIVITY, work->gaps[g].from_ms, commands[0]);
			visit(feed, work, MOMENT_ACTIVITY, work->gaps[g].to_ms, commands[4]);
			from = work->gaps[g].to_ms;
		}
		stretch(feed, &random, work, (struct span){from, work->span.to_ms}, visit);
		if (!work->unlogged) {
			visit(feed, work, MOMENT_END, work->span.to_ms, "");
		}
	}
}

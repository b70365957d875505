// SPDX-License-Identifier: MIT
/*
 * overrun-night: writes the logs that a night would have left behind.
 *
 * A script (night.txt) says what really happened; this program lets every system that was there
 * tell its part of it, in its own format, zone and packing. It knows nothing of the analyzer.
 *
 *     main.c        the command line
 *     script.c      reads the script (words.c: one sentence of it)
 *     traffic.c     the customers' requests
 *     work.c        the traces that work on a step leaves
 *     haproxy.c nginx.c asa.c panos.c fortigate.c spring.c bastion.c monitor.c record.c
 *     noise.c
 *                   one kind of source each
 *     feed.c        the lines of one source, in order, cut and packed
 *     pack.c        gz, xz, tar.gz
 *     stamp.c       clock texts
 *     random.c      chance that repeats
 *     case_file.c   case.yaml and notice.txt
 */
#include "pack.h"
#include "writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_source(const struct night *night, const struct source *source,
			 const struct requests *requests, const char *directory)
{
	static void (*const writers[])(struct feed * feed, const struct requests *requests) = {
		[SOURCE_HAPROXY] = haproxy_write,
		[SOURCE_NGINX] = nginx_write,
		[SOURCE_ASA] = asa_write,
		[SOURCE_PANOS] = panos_write,
		[SOURCE_FORTIGATE] = fortigate_write,
		[SOURCE_SPRING] = spring_write,
		[SOURCE_BASTION] = bastion_write,
		[SOURCE_MONITOR] = monitor_write,
		[SOURCE_RECORD] = record_write,
		[SOURCE_NOISE] = noise_write,
	};
	struct feed feed = {.night = night, .source = source};

	writers[source->kind](&feed, requests);
	feed_write(&feed, directory);
	fprintf(stderr, "%-16s %8zu lines\n", source->name, feed.line_count);
	feed_free(&feed);
}

static int64_t number_of(const char *text)
{
	char *end;
	long long number = strtoll(text, &end, 10);

	if (end == text || *end != '\0' || number < 1) {
		die("%s: not a number from 1", text);
	}
	return number;
}

int main(int argc, char **argv)
{
	static struct night night;
	static const char usage[] = "usage: overrun-night [--seed N] [--factor N] NIGHT.txt FOLDER";
	const char *seed = NULL;
	const char *factor = NULL;
	int at = 1;

	for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
		if (strcmp(argv[at], "--seed") == 0) {
			seed = argv[at + 1];
		} else if (strcmp(argv[at], "--factor") == 0) {
			factor = argv[at + 1];
		} else {
			die("%s", usage);
		}
	}
	if (argc - at != 2) {
		die("%s", usage);
	}
	script_read(argv[at], &night);
	if (seed != NULL) {
		night.seed = number_of(seed);
	}
	if (factor != NULL) {
		night.factor = number_of(factor);
	}
	struct requests requests = traffic_of(&night);

	for (size_t i = 0; i < night.source_count; i++) {
		write_source(&night, &night.sources[i], &requests, argv[at + 1]);
	}
	case_write(&night, argv[at + 1], NULL);
	for (size_t i = 0; i < night.variant_count; i++) {
		case_write(&night, argv[at + 1], night.variants[i]);
	}
	free(requests.items);
	script_free(&night);
	return 0;
}

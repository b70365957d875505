// SPDX-License-Identifier: MIT
/*
 * How fast each format reads its own sample, repeated: lines, charset, envelope, format; no disk,
 * no database, no hash.
 *
 *     bench-parse SAMPLES MEGABYTES [FORMAT]     a line per format: name, lines, bytes, seconds
 *
 * The seconds are the processor's. Under callgrind, bench_measure is what is counted.
 */
#include "charset.h"
#include "interpreter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	PATH_SIZE = 4096,
	BLOCK_SIZE = 256 * 1024, /* as gunzip yields them */
	SAMPLE_SIZE_MAX = 64 * 1024,
};

/* The sample again and again, in blocks. */
struct loop {
	char *block;
	size_t size;  /* of the block: whole samples */
	int64_t left; /* bytes to yield */
};

static enum status next_block(void *self, struct slice *ret_block, struct error *error)
{
	struct loop *loop = self;
	(void)error;
	if (loop->left <= 0) {
		return STATUS_END;
	}
	loop->left -= (int64_t)loop->size;
	*ret_block = slice_make(loop->block, loop->size);
	return STATUS_OK;
}

static enum status accept_event(void *self, const struct position *position,
				const struct event *event, struct slice text, struct error *error)
{
	(void)self, (void)position, (void)event, (void)text, (void)error;
	return STATUS_OK;
}

static enum status reject_line(void *self, const struct position *position, const char *reason,
			       struct slice text, struct error *error)
{
	(void)self, (void)position, (void)reason, (void)text, (void)error;
	return STATUS_OK;
}

static bool load_sample(const char *folder, const char *name, struct loop *loop)
{
	char path[PATH_SIZE];
	char *sample = malloc(SAMPLE_SIZE_MAX);
	loop->block = malloc(BLOCK_SIZE + SAMPLE_SIZE_MAX);
	(void)snprintf(path, sizeof(path), "%s/%s.log", folder, name);
	FILE *file = fopen(path, "rb");
	size_t size = file == NULL || sample == NULL || loop->block == NULL
			      ? 0
			      : fread(sample, 1, SAMPLE_SIZE_MAX, file);
	if (file != NULL) {
		(void)fclose(file);
	}
	for (loop->size = 0; size > 0 && loop->size < BLOCK_SIZE; loop->size += size) {
		memcpy(loop->block + loop->size, sample, size);
	}
	free(sample);
	return size > 0;
}

/* All lines of the loop through the format; how many they were. */
__attribute__((noinline)) int64_t bench_measure(struct lines *lines, struct charset *charset,
						struct interpreter *interpreter);

int64_t bench_measure(struct lines *lines, struct charset *charset, struct interpreter *interpreter)
{
	struct error error = {.status = STATUS_OK};
	struct line line;
	while (lines_next(lines, &line, &error) == STATUS_OK) {
		struct slice text;
		bool is_mended = false;
		if (charset_decode(charset, line.raw, &text, &is_mended, &error) != STATUS_OK ||
		    interpreter_line(interpreter, &line, text, is_mended, &error) != STATUS_OK) {
			return -1;
		}
	}
	return interpreter_tally(interpreter)->lines;
}

static bool run_format(const struct format *format, struct loop *loop)
{
	struct error error = {.status = STATUS_OK};
	struct auction auction = {0};
	struct placement placement = placement_new();
	struct interpreter *interpreter = NULL;
	struct charset *charset = NULL;
	struct event_sink sink = {.accept = accept_event, .reject = reject_line};
	struct lines *lines =
		lines_new((struct blocks){.next = next_block, .self = loop}, CHARSET_UTF8, 0);
	int64_t bytes = loop->left;
	int64_t count = -1;
	if (lines != NULL && charset_open(CHARSET_UTF8, &charset, &error) == STATUS_OK &&
	    interpreter_open(&auction, format, &placement, sink, &interpreter, &error) ==
		    STATUS_OK) {
		clock_t begin = clock();
		count = bench_measure(lines, charset, interpreter);
		double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
		bytes -= loop->left;
		(void)printf("%-24s %9" PRId64 " lines %10" PRId64 " bytes %8.3f s %7.0f MB/s\n",
			     format->name, count, bytes, seconds,
			     (double)bytes / 1e6 / (seconds > 0 ? seconds : 1e-9));
	}
	interpreter_close(interpreter);
	charset_close(charset);
	lines_free(lines);
	return count >= 0;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		(void)fputs("usage: bench-parse SAMPLES MEGABYTES [FORMAT]\n", stderr);
		return 2;
	}
	int64_t bytes = (int64_t)(strtod(argv[2], NULL) * 1e6);
	bool ok = true;
	for (size_t i = 0; i < format_count; i++) {
		const struct format *format = format_table[i];
		struct loop loop = {.left = bytes};
		if (argc > 3 && strcmp(argv[3], format->name) != 0) {
			continue;
		}
		ok = load_sample(argv[1], format->name, &loop) && run_format(format, &loop) && ok;
		free(loop.block);
	}
	return ok ? 0 : 1;
}

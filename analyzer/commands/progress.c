// SPDX-License-Identifier: MIT
/* The progress line on standard error. */
#include "progress.h"

#include "screen.h"

#include <time.h>
#include <unistd.h>

enum { PERIOD_US = 200000 }; /* five times a second is as fast as one can read */

static int64_t monotonic_us(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

void progress_begin(struct progress *progress, const struct options *options, int64_t total)
{
	*progress = (struct progress){.shown = !options->no_progress && !options->quiet &&
					       isatty(STDERR_FILENO) != 0,
				      .total = total,
				      .started_us = monotonic_us(),
				      .file = ""};
}

void progress_file(struct progress *progress, const char *file)
{
	progress->file = file;
}

void progress_tell(void *user, int64_t bytes)
{
	struct progress *progress = user;
	int64_t now = progress->shown ? monotonic_us() : 0;
	if (!progress->shown || now - progress->told_us < PERIOD_US) {
		return;
	}
	progress->told_us = now;
	enum { file_limit = 40 }; /* bytes of a name, so that the line stays one */
	char done_text[SCREEN_BYTES_SIZE];
	char total_text[SCREEN_BYTES_SIZE];
	char rate_text[SCREEN_BYTES_SIZE];
	char left_text[SCREEN_SPAN_SIZE] = "?";
	int64_t done = progress->done + bytes;
	double elapsed = (double)(now - progress->started_us + 1) / US_PER_S;
	double rate = (double)done / elapsed;
	screen_bytes(done, done_text);
	screen_bytes(progress->total, total_text);
	screen_bytes((int64_t)rate, rate_text);
	if (rate > 0 && progress->total >= done) {
		int64_t seconds = (int64_t)((double)(progress->total - done) / rate);
		screen_span(seconds * US_PER_S, left_text);
	}
	(void)fprintf(stderr, "\r\x1b[K%s of %s, %s/s, %s left  ", done_text, total_text, rate_text,
		      left_text);
	screen_text_cut(stderr, slice_from(progress->file), file_limit);
	(void)fflush(stderr);
}

void progress_add(struct progress *progress, int64_t bytes)
{
	progress->done += bytes;
}

void progress_end(struct progress *progress)
{
	if (progress->shown && progress->told_us != 0) {
		(void)fputs("\r\x1b[K", stderr);
		(void)fflush(stderr);
	}
}

// SPDX-License-Identifier: MIT
/* See feed.h. */
#include "feed.h"

#include "pack.h"
#include "stamp.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* The longest line that any writer makes is a PAN-OS row of some 600 bytes. */
	LINE_MAX_SIZE = 2048,
	PATH_MAX_SIZE = 1024,
};

void feed_add(struct feed *feed, int64_t at_ms, const char *format, ...)
{
	char line[LINE_MAX_SIZE];
	va_list arguments;

	va_start(arguments, format);
	int size = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	if (size < 0 || (size_t)size >= sizeof line - 1) {
		die("%s: a line is too long", feed->source->name);
	}
	line[size++] = '\n';
	if (feed->text_size + (size_t)size > feed->text_room) {
		feed->text_room = 2 * feed->text_room + LINE_MAX_SIZE;
		feed->text = grown(feed->text, feed->text_room);
	}
	if (feed->line_count == feed->line_room) {
		feed->line_room = 2 * feed->line_room + 256;
		feed->lines = grown(feed->lines, feed->line_room * sizeof *feed->lines);
	}
	memcpy(feed->text + feed->text_size, line, (size_t)size);
	feed->lines[feed->line_count] =
		(struct feed_line){at_ms, feed->text_size, (size_t)size, feed->line_count};
	feed->line_count++;
	feed->text_size += (size_t)size;
}

struct stamp feed_stamp(const struct feed *feed, enum stamp_style style, int64_t at_ms)
{
	int64_t offset = feed->source->utc ? 0 : feed->night->zone_offset;

	return stamp_of(style, at_ms + feed->source->fast_s * 1000, offset);
}

static int by_time(const void *left, const void *right)
{
	const struct feed_line *a = left;
	const struct feed_line *b = right;

	if (a->at_ms != b->at_ms) {
		return a->at_ms < b->at_ms ? -1 : 1;
	}
	return a->order < b->order ? -1 : 1;
}

static bool in_hole(const struct feed *feed, int64_t at_ms)
{
	const struct night *night = feed->night;

	for (size_t i = 0; i < night->hole_count; i++) {
		if (at_ms > night->holes[i].from_ms && at_ms < night->holes[i].to_ms) {
			return true;
		}
	}
	return false;
}

/* The lines [first, last) as one text; the caller frees it. */
static struct piece piece_of(const struct feed *feed, size_t first, size_t last)
{
	size_t size = 0;

	for (size_t i = first; i < last; i++) {
		size += feed->lines[i].size;
	}
	char *text = grown(NULL, size + 1);
	char *end = text;

	for (size_t i = first; i < last; i++) {
		memcpy(end, feed->text + feed->lines[i].offset, feed->lines[i].size);
		end += feed->lines[i].size;
	}
	return (struct piece){.data = text, .size = size};
}

/* "fw.log" for the newest piece, "fw.log.2" for the oldest of three. */
static char *piece_name(const struct feed *feed, size_t age)
{
	char name[PATH_MAX_SIZE];

	if (age == 0) {
		snprintf(name, sizeof name, "%s", feed->source->file);
	} else {
		snprintf(name, sizeof name, "%s.%zu", feed->source->file, age);
	}
	char *ret = grown(NULL, strlen(name) + 4);

	snprintf(ret, strlen(name) + 4, "%s", name);
	return ret;
}

static void write_pieces(const struct feed *feed, const char *directory, struct piece *pieces,
			 char **names, size_t count)
{
	const struct source *source = feed->source;
	char path[PATH_MAX_SIZE];

	if (source->pack == PACK_TAR) {
		for (size_t i = 0; i < count; i++) {
			strncat(names[i], ".gz", 4);
			pieces[i].name = names[i];
		}
		snprintf(path, sizeof path, "%s/%s/%s.tar.gz", directory, source->folder,
			 source->name);
		pack_folders(path);
		pack_tar(path, pieces, count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		static const char *const endings[] = {"", ".gz", ".xz", ""};

		snprintf(path, sizeof path, "%s/%s/%s%s", directory, source->folder, names[i],
			 endings[source->pack]);
		pack_folders(path);
		if (source->pack == PACK_GZIP) {
			pack_gzip(path, &pieces[i]);
		} else if (source->pack == PACK_XZ) {
			pack_xz(path, &pieces[i]);
		} else {
			pack_plain(path, &pieces[i]);
		}
	}
}

void feed_write(struct feed *feed, const char *directory)
{
	struct piece pieces[ROTATIONS_MAX];
	char *names[ROTATIONS_MAX];
	size_t count = feed->source->rotations;
	size_t kept = 0;

	for (size_t i = 0; i < feed->line_count; i++) {
		if (!in_hole(feed, feed->lines[i].at_ms)) {
			feed->lines[kept++] = feed->lines[i];
		}
	}
	feed->line_count = kept;
	if (kept > 0) {
		qsort(feed->lines, kept, sizeof *feed->lines, by_time);
	}
	for (size_t i = 0; i < count; i++) {
		pieces[i] = piece_of(feed, kept * i / count, kept * (i + 1) / count);
		names[i] = piece_name(feed, count - 1 - i);
	}
	write_pieces(feed, directory, pieces, names, count);
	for (size_t i = 0; i < count; i++) {
		free((char *)pieces[i].data);
		free(names[i]);
	}
}

void feed_free(struct feed *feed)
{
	free(feed->text);
	free(feed->lines);
}

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
	int size =
		vsnprintf(line, sizeof line, format, arguments); // NOLINT(clang-analyzer-valist*)
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

/* "fw.log.gz" for the newest piece, "fw.log.2.gz" for the oldest of three; the caller frees it. */
static char *piece_name(const struct feed *feed, size_t age, const char *ending)
{
	enum { NAME_SIZE = 256 };
	char *name = grown(NULL, NAME_SIZE);

	if (age == 0) {
		snprintf(name, NAME_SIZE, "%s%s", feed->source->file, ending);
	} else {
		snprintf(name, NAME_SIZE, "%s.%zu%s", feed->source->file, age, ending);
	}
	return name;
}

/* All pieces in one archive, each gzipped inside it. */
static void write_tar(const struct feed *feed, const char *directory)
{
	struct piece pieces[ROTATIONS_MAX];
	size_t count = feed->source->rotations;
	char path[PATH_MAX_SIZE];

	for (size_t i = 0; i < count; i++) {
		pieces[i] = piece_of(feed, feed->line_count * i / count,
				     feed->line_count * (i + 1) / count);
		pieces[i].name = piece_name(feed, count - 1 - i, ".gz");
	}
	snprintf(path, sizeof path, "%s/%s/%s.tar.gz", directory, feed->source->folder,
		 feed->source->name);
	pack_folders(path);
	pack_tar(path, pieces, count);
	for (size_t i = 0; i < count; i++) {
		free((char *)pieces[i].data);
		free((char *)pieces[i].name);
	}
}

/* One piece as a file of its own: one at a time, a night may have millions of lines. */
static void write_piece(const struct feed *feed, const char *directory, size_t index)
{
	static const char *const endings[] = {"", ".gz", ".xz", ""};
	static void (*const packers[])(const char *path, const struct piece *piece) = {
		pack_plain, pack_gzip, pack_xz, NULL};
	size_t count = feed->source->rotations;
	enum pack pack = feed->source->pack;
	char *name = piece_name(feed, count - 1 - index, endings[pack]);
	struct piece piece = piece_of(feed, feed->line_count * index / count,
				      feed->line_count * (index + 1) / count);
	char path[PATH_MAX_SIZE];

	snprintf(path, sizeof path, "%s/%s/%s", directory, feed->source->folder, name);
	pack_folders(path);
	packers[pack](path, &piece);
	free((char *)piece.data);
	free(name);
}

void feed_write(struct feed *feed, const char *directory)
{
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
	if (feed->source->pack == PACK_TAR) {
		write_tar(feed, directory);
		return;
	}
	for (size_t i = 0; i < feed->source->rotations; i++) {
		write_piece(feed, directory, i);
	}
}

void feed_free(struct feed *feed)
{
	free(feed->text);
	free(feed->lines);
}

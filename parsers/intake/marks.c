// SPDX-License-Identifier: MIT
/* Where lines begin, every few megabytes of an entry; see marks.h. */
#include "marks.h"

#include <stdlib.h>

void marks_add(struct marks *marks, const struct lines *lines, const struct line *line)
{
	int64_t later = line->end / MARKS_STRIDES;
	if (marks->count == 0) {
		marks->items[marks->count++] = (struct mark){.line = 1};
	}
	if (marks->count < MARKS_MAX && line->end >= MARKS_STRIDE && lines_begin_afresh(lines)) {
		marks->items[marks->count++] = (struct mark){line->number + 1, line->end};
	}
	marks->next = line->end + (later > MARKS_STRIDE ? later : MARKS_STRIDE);
}

/* A file that is not packed can be read from any byte. */
static size_t join_plain(const struct marks *marks, struct restart *restarts)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *mark = &marks->items[i];
		restarts[i] = (struct restart){.line = mark->line,
					       .offset = mark->offset,
					       .unpacked_at = mark->offset,
					       .packed_at = mark->offset};
	}
	return marks->count;
}

/* A place whose end is known, and in which a line begins that has a mark. */
static size_t join_places(const struct marks *marks, const struct restart *places, size_t count,
			  struct restart *restarts)
{
	size_t at = 0;
	size_t joined = 0;
	for (size_t i = 0; i < count; i++) {
		while (at < marks->count && marks->items[at].offset < places[i].unpacked_at) {
			at++;
		}
		bool is_in =
			at < marks->count &&
			(i + 1 == count || marks->items[at].offset < places[i + 1].unpacked_at);
		if (is_in && places[i].packed_end > places[i].packed_at) {
			restarts[joined] = places[i];
			restarts[joined].line = marks->items[at].line;
			restarts[joined].offset = marks->items[at].offset;
			joined++;
		}
	}
	return joined;
}

bool marks_join(const struct marks *marks, const struct source *source,
		struct restart **ret_restarts, size_t *ret_count)
{
	const struct restart *places = NULL;
	size_t count = 0;
	*ret_restarts = NULL;
	*ret_count = 0;
	/* A short entry is as well read from its front. */
	if (!source_is_seekable(source, &places, &count) || marks->count < 2 || count == 1) {
		return true;
	}
	struct restart *restarts =
		calloc(places != NULL ? count + 1 : marks->count, sizeof *restarts);
	if (restarts == NULL) {
		return false;
	}
	*ret_count = places != NULL ? join_places(marks, places, count, restarts)
				    : join_plain(marks, restarts);
	*ret_restarts = restarts;
	return true;
}

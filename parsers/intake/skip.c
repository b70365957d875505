// SPDX-License-Identifier: MIT
/* The beginning of an entry that is known already. */
#include "skip.h"

struct skip skip_begin(const struct tally *known, const struct format *format)
{
	struct skip skip = {0};
	bool has_state = format == NULL || format->open_with != NULL ||
			 (format->open != NULL && !format->is_state_a_memo);
	if (known->bytes >= SKIP_BYTES_MIN && !has_state) {
		skip.known = *known;
	}
	return skip;
}

enum status skip_line(struct skip *skip, const struct line *line, bool *ret_is_skipped)
{
	*ret_is_skipped = false;
	if (skip->known.bytes == 0 || line->offset >= skip->known.bytes) {
		return STATUS_OK;
	}
	if (line->end > skip->known.bytes) {
		return STATUS_MISMATCH;
	}
	skip->lines++;
	*ret_is_skipped = line->end <= skip->known.bytes - SKIP_WARM_UP;
	return STATUS_OK;
}

enum status skip_show(struct skip *skip, int64_t bytes, bool is_known, const struct tally *parsed)
{
	if (skip->known.bytes == 0 || bytes != skip->known.bytes) {
		return STATUS_OK;
	}
	skip->is_shown = is_known && skip->lines == skip->known.lines;
	skip->parsed = *parsed;
	return skip->is_shown ? STATUS_OK : STATUS_MISMATCH;
}

enum status skip_end(const struct skip *skip, struct tally *tally)
{
	if (skip->known.bytes == 0) {
		return STATUS_OK;
	}
	if (!skip->is_shown) {
		return STATUS_MISMATCH;
	}
	tally->lines += skip->known.lines - skip->parsed.lines;
	tally->events += skip->known.events - skip->parsed.events;
	tally->rejected += skip->known.rejected - skip->parsed.rejected;
	tally->blank += skip->known.blank - skip->parsed.blank;
	tally->cut += skip->known.cut - skip->parsed.cut;
	tally->mended += skip->known.mended - skip->parsed.mended;
	return STATUS_OK;
}

// SPDX-License-Identifier: MIT
/* Who bids what on the entries of a path; nothing is read further. */
#include "reader.h"
#include "stream.h"

static enum status tell_bids(const struct entry *entry, struct blocks blocks,
			     const struct reader_options *options, reader_bids_fn *on_bids,
			     void *user, struct error *error)
{
	struct stream stream = {.options = options};
	enum status status = stream_open(&stream, entry, blocks, NULL, 0, error);
	if (status == STATUS_OK) {
		if (stream.forced != NULL) {
			stream.result.winner = stream.forced;
		}
		status = on_bids(user, entry, charset_name(stream.kind), &stream.auction,
				 &stream.result, error);
	}
	stream_close(&stream);
	return status;
}

enum status reader_bids(const char *path, const char *display, const struct reader_options *options,
			reader_bids_fn *on_bids, void *user, struct error *error)
{
	struct source *source = NULL;
	enum status status = source_open(path, display, &options->file, &source, error);
	while (status == STATUS_OK) {
		struct entry entry;
		struct blocks blocks;
		status = source_next(source, &entry, &blocks, error);
		if (status == STATUS_OK) {
			status = tell_bids(&entry, blocks, options, on_bids, user, error);
		} else if (stream_is_damaged(status)) {
			status = STATUS_OK; /* reading says what is wrong with it */
		}
	}
	source_close(source);
	return status == STATUS_END ? STATUS_OK : status;
}

// SPDX-License-Identifier: MIT
/* A file of any bytes through the reader: packing, charset, lines, auction, formats, placement. */
#include "fuzz.h"
#include "reader.h"

static enum status enter(void *self, const struct entry *entry, struct error *error)
{
	(void)self;
	(void)error;
	fuzz_look(slice_from(entry->chain));
	return STATUS_OK;
}

static enum status accept(void *self, const struct position *position, const struct event *event,
			  struct slice text, struct error *error)
{
	(void)self;
	(void)error;
	fuzz_look(position->raw);
	fuzz_look(text);
	fuzz_look_at(event);
	return STATUS_OK;
}

static enum status reject(void *self, const struct position *position, const char *reason,
			  struct slice text, struct error *error)
{
	(void)self;
	(void)error;
	fuzz_look(position->raw);
	fuzz_look(text);
	fuzz_look(slice_from(reason));
	return STATUS_OK;
}

static enum status leave(void *self, const struct entry_result *result, struct error *error)
{
	(void)self;
	(void)error;
	if (!tally_is_exact(&result->tally)) {
		abort();
	}
	return STATUS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct event_sink sink = {
		.enter = enter, .accept = accept, .reject = reject, .leave = leave};
	struct reader_options options = reader_defaults();
	struct reader_account account;
	struct error error = {0};
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(data, size, path);
	options.reference_at = INT64_C(1694880000) * US_PER_S;
	(void)reader_read(path, "fuzz.log", &options, sink, &account, &error);
	(void)close(file);
	return 0;
}

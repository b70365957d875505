// SPDX-License-Identifier: MIT
/* Every line to every format: bids and parses what no format was made for. */
#include "format.h"
#include "fuzz.h"

enum { STATES_LIMIT = 128 }; /* more than there are formats */

static void offer(struct slice line, void **states)
{
	/* Memory of exactly its size: what reads beyond the line is seen. */
	char *bytes = malloc(line.size + (line.size == 0));
	if (bytes == NULL) {
		abort();
	}
	memcpy(bytes, line.data, line.size);
	struct record record = {.whole = slice_make(bytes, line.size)};
	syslog_peel(record.whole, &record.envelope, &record.body);
	for (size_t i = 0; i < format_count && i < STATES_LIMIT; i++) {
		const struct format *format = format_table[i];
		struct event event;
		event_clear(&event);
		event.message = record.body;
		(void)format_bid(format, &record);
		if (format->begins != NULL) {
			(void)format->begins(&record);
		}
		if (format->parse(states[i], &record, &event) == STATUS_OK) {
			fuzz_look_at(&event);
		}
	}
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *states[STATES_LIMIT] = {0};
	struct slice rest = slice_make((const char *)data, size);
	for (size_t i = 0; i < format_count && i < STATES_LIMIT; i++) {
		if (!format_open(format_table[i], &states[i])) {
			abort();
		}
	}
	while (rest.size > 0) {
		size_t end = slice_find_char(rest, '\n');
		struct slice line = slice_first(rest, end);
		rest = slice_after(rest, end == rest.size ? end : end + 1);
		if (line.size > 0) {
			offer(line, states);
		}
	}
	for (size_t i = 0; i < format_count && i < STATES_LIMIT; i++) {
		format_close(format_table[i], states[i]);
	}
	return 0;
}

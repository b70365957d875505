// SPDX-License-Identifier: MIT
/*
 * What is known of contents that may have grown: their lengths and, of those of this run, what they
 * begin with; and what this very path was before.
 */
#include "rows.h"
#include "store_inside.h"

enum status entry_load_lengths(struct store *store, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_int(store->feed), value_int(STORE_LENGTHS_LIMIT)};
	enum status status = rows_open_with(
		store,
		"SELECT bytes FROM (SELECT e.bytes AS bytes, MAX(e.id) AS latest FROM entry AS e"
		" JOIN source AS s ON s.id = e.source WHERE s.feed = ?1 AND e.bytes > 0"
		" AND e.state <> 'known' GROUP BY e.bytes ORDER BY latest DESC LIMIT ?2)"
		" ORDER BY bytes",
		values, 2, &rows, error);
	store->length_count = 0;
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		store->lengths[store->length_count++] = (struct known_length){rows_int(rows, 0), 0};
	}
	rows_close(rows);
	store->lengths_are_of = status == STATUS_END ? store->feed : 0;
	return status == STATUS_END ? STATUS_OK : status;
}

/* Where there is no room, the shortest gives way: to read that again would cost least. */
void entry_add_length(struct store *store, int64_t bytes)
{
	if (store->length_count == STORE_LENGTHS_LIMIT) {
		store->length_count--;
		memmove(&store->lengths[0], &store->lengths[1],
			store->length_count * sizeof(store->lengths[0]));
	}
	size_t at = store->length_count;
	uint64_t head = store->entry.head;
	bool is_there = false;
	for (; at > 0 && store->lengths[at - 1].bytes >= bytes; at--) {
		const struct known_length *length = &store->lengths[at - 1];
		is_there |= length->bytes == bytes && (length->head == 0 || length->head == head);
	}
	if (bytes > 0 && !is_there) {
		memmove(&store->lengths[at + 1], &store->lengths[at],
			(store->length_count - at) * sizeof(store->lengths[0]));
		store->lengths[at] = (struct known_length){bytes, head};
		store->length_count++;
	}
}

void entry_choose_lengths(struct store *store)
{
	uint64_t head = store->entry.head;
	store->wanted_count = 0;
	for (size_t i = 0; i < store->length_count; i++) {
		const struct known_length *length = &store->lengths[i];
		bool is_alike = length->head == 0 || head == 0 || length->head == head;
		bool is_new = store->wanted_count == 0 ||
			      store->wanted[store->wanted_count - 1] != length->bytes;
		if (is_alike && is_new) {
			store->wanted[store->wanted_count++] = length->bytes;
		}
	}
}

size_t entry_wanted_lengths(void *self, const int64_t **ret_lengths)
{
	const struct store *store = self;
	*ret_lengths = store->wanted;
	return store->wanted_count;
}

/* What this path was when it was read last, if that was read to its end with the rules of today. */
enum status entry_beginning(void *self, struct tally *ret_tally, struct error *error)
{
	struct store *store = self;
	struct rows *rows = NULL;
	const struct value values[] = {value_int(store->source), value_text(store->entry.chain),
				       value_text(store_reading(store))};
	enum status status = rows_open_with(
		store,
		"SELECT bytes, lines, events, rejected, blank, cut, mended FROM entry"
		" WHERE source = ?1 AND chain = ?2 AND reading = ?3 AND state = 'whole'"
		" ORDER BY id DESC LIMIT 1",
		values, 3, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		*ret_tally = (struct tally){.bytes = rows_int(rows, 0),
					    .lines = rows_int(rows, 1),
					    .events = rows_int(rows, 2),
					    .rejected = rows_int(rows, 3),
					    .blank = rows_int(rows, 4),
					    .cut = rows_int(rows, 5),
					    .mended = rows_int(rows, 6)};
	}
	rows_close(rows);
	/* Only where the reader will ask about this very length is belief put to the test. */
	bool is_asked = false;
	for (size_t i = 0; status == STATUS_OK && !is_asked && i < store->wanted_count; i++) {
		is_asked = store->wanted[i] == ret_tally->bytes;
	}
	return status == STATUS_OK && !is_asked ? STATUS_END : status;
}

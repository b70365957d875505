// SPDX-License-Identifier: MIT
/* Batches of rows, filled by the reader; see store_batch.h. */
#include "store_batch.h"

#include <stdlib.h>

enum { COLUMNS = 28 }; /* of the widest shape */

/* No row more fits. */
static bool is_full(const struct load *load)
{
	return load->rows == BATCH_ROWS || load->text_size >= BATCH_TEXT_SIZE;
}

/* A load with room for a row more; one that is full is sent. Seldom: not in every row's way. */
__attribute__((noinline)) static enum status make_room(struct batches *batches,
						       enum batch_kind kind, struct error *error)
{
	struct batch *batch = &batches->of[kind];
	if (batch->load != NULL && is_full(batch->load)) {
		struct load *load = batch->load;
		batch->load = NULL;
		enum status status = courier_send(&batches->courier, load, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	if (batch->load == NULL) {
		batch->load = courier_take(&batches->courier, kind);
	}
	struct load *load = batch->load;
	if (load->cells == NULL) {
		/* Room for any kind; pages that a narrow one does not touch cost nothing. */
		load->cells = malloc((size_t)BATCH_ROWS * COLUMNS * sizeof(*load->cells));
	}
	return load->cells != NULL ? STATUS_OK
				   : error_set(error, STATUS_NO_MEMORY, "%s: out of memory",
					       batch->shape->name);
}

enum status batch_add_row(struct batches *batches, enum batch_kind kind, struct cell **ret_cells,
			  struct error *error)
{
	const struct batch *batch = &batches->of[kind];
	*ret_cells = NULL;
	bool has_room = batch->load != NULL && batch->load->cells != NULL && !is_full(batch->load);
	enum status status = has_room ? STATUS_OK : make_room(batches, kind, error);
	if (status != STATUS_OK) {
		return status;
	}
	size_t columns = batch->shape->columns;
	*ret_cells = &batch->load->cells[batch->load->rows++ * columns];
	memset(*ret_cells, 0, columns * sizeof(**ret_cells));
	return STATUS_OK;
}

/* Where there is room for the text. */
static inline void put_text(struct load *load, struct cell *cell, struct slice text,
			    enum cell_kind kind)
{
	char *at = load->texts + load->text_size;
	*cell = (struct cell){(int64_t)load->text_size, (uint32_t)text.size, kind};
	load->text_size += text.size;
	if (text.size > 0) {
		memcpy(at, text.data, text.size);
	}
}

/* Makes room first. Lines are of bounded length, so this is bounded too. */
__attribute__((noinline)) static void grow_and_put_text(struct load *load, struct cell *cell,
							struct slice text, enum cell_kind kind)
{
	text = slice_first(text, INT32_MAX);
	size_t capacity = load->text_size + text.size + BATCH_TEXT_SIZE;
	char *texts = realloc(load->texts, capacity);
	if (texts == NULL) {
		load->failed = true;
		return;
	}
	load->texts = texts;
	load->text_capacity = capacity;
	put_text(load, cell, text, kind);
}

static void set_text(struct load *load, struct cell *cell, struct slice text, enum cell_kind kind)
{
	if (load->text_capacity - load->text_size > text.size && text.size <= INT32_MAX) {
		put_text(load, cell, text, kind);
	} else {
		grow_and_put_text(load, cell, text, kind);
	}
}

void batch_set_any_text(struct batches *batches, enum batch_kind kind, struct cell *cell,
			struct slice text)
{
	set_text(batches->of[kind].load, cell, text, CELL_TEXT);
}

void batch_set_text(struct batches *batches, enum batch_kind kind, struct cell *cell,
		    struct slice text)
{
	if (text.size > 0) {
		set_text(batches->of[kind].load, cell, text, CELL_TEXT);
	}
}

void batch_set_word(struct batches *batches, enum batch_kind kind, struct cell *cell,
		    struct slice text)
{
	if (text.size > 0) {
		set_text(batches->of[kind].load, cell, text, CELL_WORD);
	}
}

enum status batches_flush(struct batches *batches, struct error *error)
{
	enum status status = courier_settle(&batches->courier, error);
	for (enum batch_kind kind = 0; status == STATUS_OK && kind < BATCH_COUNT; kind++) {
		struct load *load = batches->of[kind].load;
		if (load != NULL) {
			batches->of[kind].load = NULL;
			status = courier_hand_over(&batches->courier, load, error);
		}
	}
	return status;
}

void batches_drop(struct batches *batches)
{
	if (batches->words == NULL) {
		return;
	}
	for (enum batch_kind kind = 0; kind < BATCH_COUNT; kind++) {
		if (batches->of[kind].load != NULL) {
			courier_return(&batches->courier, batches->of[kind].load);
			batches->of[kind].load = NULL;
		}
	}
	courier_drop(&batches->courier);
}

void batches_rest(struct batches *batches)
{
	if (batches->words != NULL) {
		courier_rest(&batches->courier);
	}
}

enum status batches_settle(struct batches *batches, struct error *error)
{
	return batches->words == NULL ? STATUS_OK : courier_settle(&batches->courier, error);
}

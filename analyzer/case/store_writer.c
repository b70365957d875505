// SPDX-License-Identifier: MIT
/* What events are written through: words, batches, counts per minute; opened, flushed, closed. */
#include "store_inside.h"

enum status sink_open(struct store *store, struct error *error)
{
	enum status status = words_open(&store->words, store->db, error);
	store->digest = digest_new();
	if (status == STATUS_OK && store->digest == NULL) {
		status = error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	if (status == STATUS_OK) {
		early_open(&store->early, store->db);
		status = batches_open(&store->batches, &store->words, &store->early, store->db,
				      error);
	}
	return status == STATUS_OK ? minutes_open(&store->minutes, store, error) : status;
}

void sink_close(struct store *store)
{
	batches_close(&store->batches);
	minutes_close(&store->minutes);
	words_close(&store->words);
	commons_close(&store->request_commons);
	commons_close(&store->flow_commons);
	digest_free(store->digest);
}

void sink_drop(struct store *store)
{
	batches_drop(&store->batches);
}

enum status sink_flush(struct store *store, struct error *error)
{
	enum status status = batches_flush(&store->batches, error);
	return status == STATUS_OK ? minutes_flush(&store->minutes, error) : status;
}

enum status store_settle(struct store *store, struct error *error)
{
	return batches_settle(&store->batches, error);
}

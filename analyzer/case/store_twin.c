// SPDX-License-Identifier: MIT
/*
 * Twins: byte-identical lines of one feed, which count once for the method.
 *
 * A line is known by the first 8 bytes of its SHA-256, mixed with its feed's. Those of the batch
 * that is not in the table yet are in a small set; the others in an index of `happening`.
 */
#include "store_inside.h"

#include <stdlib.h>

enum { RECENT_SLOTS = 4 * BATCH_ROWS }; /* a hash table at most a quarter full */

enum status twin_open(struct store *store, struct error *error)
{
	store->recent = calloc(RECENT_SLOTS, sizeof(*store->recent));
	if (store->recent == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	store->find_line =
		store_prepare(store, "SELECT 1 FROM happening WHERE line_hash = ?1 LIMIT 1", error);
	return store->find_line == NULL ? STATUS_DATABASE : STATUS_OK;
}

void twin_close(struct store *store)
{
	sqlite3_finalize(store->find_line);
	free(store->recent);
}

void twin_forget_batch(struct store *store)
{
	memset(store->recent, 0, RECENT_SLOTS * sizeof(*store->recent));
}

/* Puts a hash into the set of the current batch; false when it is there. */
static bool recent_add(struct store *store, uint64_t hash)
{
	for (size_t i = (size_t)(hash % RECENT_SLOTS);; i = (i + 1) % RECENT_SLOTS) {
		if (store->recent[i] == hash) {
			return false;
		}
		if (store->recent[i] == 0) {
			store->recent[i] = hash;
			return true;
		}
	}
}

enum status twin_find(struct store *store, struct slice raw, uint64_t *ret_hash, bool *ret_is_twin,
		      struct error *error)
{
	unsigned char sha256[SHA256_SIZE];
	uint64_t hash = 0;
	if (!digest_sha256(raw.data, raw.size, sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	memcpy(&hash, sha256, sizeof(hash));
	hash ^= store->feed_hash;
	hash += hash == 0;
	*ret_hash = hash;
	*ret_is_twin = !recent_add(store, hash);
	if (*ret_is_twin) {
		return STATUS_OK;
	}
	int64_t number = 0;
	memcpy(&number, &hash, sizeof(number));
	sqlite3_bind_int64(store->find_line, 1, number);
	int result = sqlite3_step(store->find_line);
	sqlite3_reset(store->find_line);
	*ret_is_twin = result == SQLITE_ROW;
	return result == SQLITE_ROW || result == SQLITE_DONE
		       ? STATUS_OK
		       : store_fail(store, error, result, store->path);
}

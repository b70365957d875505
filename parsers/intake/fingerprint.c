// SPDX-License-Identifier: MIT
/* A stage that hashes what passes through it. */
#include "fingerprint.h"

#include "digest.h"

#include <stdlib.h>

struct fingerprint {
	struct blocks upstream;
	struct digest *digest; /* not used where upstream has a hash and no length is wanted */
	const int64_t *lengths;
	size_t count;
	size_t hashed;                        /* lengths that have passed */
	size_t taken;                         /* of them */
	unsigned char (*hashes)[SHA256_SIZE]; /* one per length that has passed */
	size_t capacity;
	int64_t bytes;
};

struct fingerprint *fingerprint_new(struct blocks upstream, const int64_t *lengths, size_t count)
{
	struct fingerprint *fingerprint = calloc(1, sizeof *fingerprint);
	if (fingerprint == NULL) {
		return NULL;
	}
	fingerprint->upstream = upstream;
	fingerprint->lengths = lengths;
	fingerprint->count = count;
	fingerprint->digest = digest_new();
	if (fingerprint->digest == NULL) {
		free(fingerprint);
		return NULL;
	}
	return fingerprint;
}

/* Keeps the hash of what has passed for the length that is reached. */
static bool keep_hash(struct fingerprint *fingerprint)
{
	if (fingerprint->hashed == fingerprint->capacity) {
		size_t capacity = fingerprint->capacity * 2 + 4;
		void *hashes = realloc(fingerprint->hashes, capacity * SHA256_SIZE);
		if (hashes == NULL) {
			return false;
		}
		fingerprint->hashes = hashes;
		fingerprint->capacity = capacity;
	}
	return digest_snapshot(fingerprint->digest, fingerprint->hashes[fingerprint->hashed++]);
}

/* Is no hash of our own needed any more? */
static bool is_upstreams_enough(const struct fingerprint *fingerprint)
{
	return fingerprint->upstream.hash.of_all != NULL &&
	       fingerprint->hashed == fingerprint->count;
}

/* Hashes the block in parts that end at the wanted lengths. */
static bool add(struct fingerprint *fingerprint, struct slice block)
{
	while (block.size > 0) {
		if (is_upstreams_enough(fingerprint)) {
			fingerprint->bytes += (int64_t)block.size;
			return true;
		}
		size_t size = block.size;
		bool is_reached = false;
		if (fingerprint->hashed < fingerprint->count) {
			int64_t left =
				fingerprint->lengths[fingerprint->hashed] - fingerprint->bytes;
			is_reached = left <= (int64_t)block.size;
			size = is_reached ? (left > 0 ? (size_t)left : 0) : size;
		}
		if (size > 0 && !digest_add(fingerprint->digest, block.data, size)) {
			return false;
		}
		fingerprint->bytes += (int64_t)size;
		block = slice_after(block, size);
		if (is_reached && !keep_hash(fingerprint)) {
			return false;
		}
	}
	return true;
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct fingerprint *fingerprint = self;
	enum status status = blocks_next(fingerprint->upstream, ret_block, error);
	if (status == STATUS_OK && !add(fingerprint, *ret_block)) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	return status;
}

struct blocks fingerprint_blocks(struct fingerprint *fingerprint)
{
	return (struct blocks){.next = next, .self = fingerprint};
}

int64_t fingerprint_bytes(const struct fingerprint *fingerprint)
{
	return fingerprint->bytes;
}

bool fingerprint_sha256(struct fingerprint *fingerprint, unsigned char *ret_sha256)
{
	const struct blocks_hash *hash = &fingerprint->upstream.hash;
	return is_upstreams_enough(fingerprint) ? hash->of_all(hash->self, ret_sha256)
						: digest_snapshot(fingerprint->digest, ret_sha256);
}

bool fingerprint_take(struct fingerprint *fingerprint, int64_t limit, int64_t *ret_length,
		      unsigned char *ret_sha256)
{
	if (fingerprint->taken >= fingerprint->hashed ||
	    fingerprint->lengths[fingerprint->taken] > limit) {
		return false;
	}
	*ret_length = fingerprint->lengths[fingerprint->taken];
	memcpy(ret_sha256, fingerprint->hashes[fingerprint->taken], SHA256_SIZE);
	fingerprint->taken++;
	return true;
}

void fingerprint_free(struct fingerprint *fingerprint)
{
	if (fingerprint == NULL) {
		return;
	}
	digest_free(fingerprint->digest);
	free(fingerprint->hashes);
	free(fingerprint);
}

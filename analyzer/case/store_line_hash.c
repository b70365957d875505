// SPDX-License-Identifier: MIT
/* What a line is known by when its twins are looked for. */
#include "mix.h"
#include "store_inside.h"

/*
 * What an event says, mixed: where its record has several lines, the last of them ("}",
 * "END:VEVENT", a command below its time) is often equal to that of others.
 */
static uint64_t content_hash(const struct event *event)
{
	const struct slice texts[] = {event->message, event->actor,     event->object,
				      event->id,      event->recipient, event->step};
	uint64_t hash = mix_number(MIX_BASIS, (uint64_t)event->happened_at);
	hash = mix_number(hash, (uint64_t)event->signal);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		hash = mix_text(hash, texts[i]);
	}
	return hash;
}

enum status sink_line_hash(struct store *store, struct cell *cell, const struct position *position,
			   const struct event *event, struct error *error)
{
	unsigned char sha256[SHA256_SIZE];
	uint64_t hash = 0;
	int64_t number = 0;
	if (!digest_of(store->digest, position->raw.data, position->raw.size, sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	memcpy(&hash, sha256, sizeof(hash));
	hash ^= store->feed_hash ^ content_hash(event);
	hash += hash == 0;
	memcpy(&number, &hash, sizeof(number));
	cell_set_int(cell, number);
	return STATUS_OK;
}

// SPDX-License-Identifier: MIT
/* But-for: the sixteen forward passes. */
#include "butfor.h"

#include "rows.h"

#include <stdlib.h>

/* Most stamps are whole seconds: what begins within the same one has begun. */
enum { RESOLUTION_US = US_PER_S - 1 };

/* A stretch of consecutive pieces that an absolute blocker is part of. */
struct stretch {
	bool open;
	timestamp began_at;   /* in the pass's own time */
	int64_t relative_us;  /* what the relative blockers add up to */
	timestamp held_to_at; /* where the absolute blockers have moved it, one after the other */
};

static timestamp later(timestamp one, timestamp other)
{
	return one > other ? one : other;
}

static timestamp earlier(timestamp one, timestamp other)
{
	return one < other ? one : other;
}

static bool has_absolute(const struct network *network, const struct network_piece *piece)
{
	for (size_t i = 0; i < piece->leaf_count; i++) {
		if (network->leaves[piece->first_leaf + i].absolute) {
			return true;
		}
	}
	return false;
}

static bool all_removed(const struct network *network, const struct network_piece *piece,
			unsigned removed)
{
	for (size_t i = 0; i < piece->leaf_count; i++) {
		if ((network->leaves[piece->first_leaf + i].cause & removed) == 0) {
			return false;
		}
	}
	return true;
}

/* One more piece of a stretch; returns the time after it. */
static timestamp stretch_add(struct stretch *stretch, const struct network *network,
			     const struct network_piece *piece, unsigned removed, timestamp now)
{
	if (!stretch->open) {
		*stretch = (struct stretch){true, now, 0, now};
	}
	bool keeps_length = false;
	timestamp held_at = stretch->held_to_at;
	for (size_t i = 0; i < piece->leaf_count; i++) {
		const struct network_leaf *leaf = &network->leaves[piece->first_leaf + i];
		if ((leaf->cause & removed) != 0) {
			continue;
		}
		if (!leaf->absolute) {
			keeps_length = true;
		} else if (leaf->hold_from_at - RESOLUTION_US <= held_at &&
			   held_at < leaf->hold_to_at) {
			stretch->held_to_at = later(stretch->held_to_at, leaf->hold_to_at);
		}
	}
	if (keeps_length) {
		stretch->relative_us += piece->to_at - piece->from_at;
	}
	return later(stretch->began_at + stretch->relative_us, stretch->held_to_at);
}

/*
 * Was it concurrent, and only what holds by the clock is left? Then it is no part of a stretch any
 * more: time moves to where that ends before what comes next.
 */
static bool is_left_alone(const struct network *network, const struct network_piece *piece,
			  unsigned removed)
{
	bool lost_one = false;
	bool is_held = false;
	for (size_t i = 0; i < piece->leaf_count; i++) {
		const struct network_leaf *leaf = &network->leaves[piece->first_leaf + i];
		bool is_gone = (leaf->cause & removed) != 0;
		if (!leaf->absolute && !is_gone) {
			return false;
		}
		lost_one = lost_one || (!leaf->absolute && is_gone);
		is_held = is_held || (leaf->absolute && !is_gone);
	}
	return lost_one && is_held;
}

/* The time after one piece. */
static timestamp piece_pass(const struct network *network, const struct network_piece *piece,
			    unsigned removed, struct stretch *stretch, timestamp now)
{
	int64_t length_us = piece->to_at - piece->from_at;
	if (!piece->is_work && has_absolute(network, piece)) {
		bool alone = is_left_alone(network, piece, removed);
		stretch->open = stretch->open && !alone;
		now = stretch_add(stretch, network, piece, removed, now);
		stretch->open = !alone;
		return now;
	}
	stretch->open = false;
	bool stays = piece->is_planned || !all_removed(network, piece, removed);
	return stays ? now + length_us : now;
}

/*
 * Waits for the predecessors that ended, as built, inside `instance` in (from_at, to_at]: what is
 * left of it after that point comes after them.
 */
static timestamp join_inside(const struct network *network, const struct network_instance *instance,
			     const timestamp *ends, timestamp from_at, timestamp to_at,
			     timestamp now)
{
	for (size_t i = 0; i < instance->edge_count; i++) {
		size_t index = network->edges[instance->first_edge + i].predecessor;
		const struct network_instance *predecessor = &network->instances[index];
		timestamp joined_at = earlier(predecessor->end_at, instance->end_at);
		if (joined_at > instance->start_at && joined_at > from_at && joined_at <= to_at) {
			now = later(now, ends[index] - (predecessor->end_at - joined_at));
		}
	}
	return now;
}

static timestamp instance_begin(const struct network *network,
				const struct network_instance *instance, const timestamp *ends)
{
	timestamp now = later(network->window_start_at, instance->not_before_at);
	for (size_t i = 0; i < instance->edge_count; i++) {
		size_t index = network->edges[instance->first_edge + i].predecessor;
		const struct network_instance *predecessor = &network->instances[index];
		timestamp joined_at = earlier(predecessor->end_at, instance->end_at);
		if (joined_at <= instance->start_at) {
			now = later(now, ends[index] - (predecessor->end_at - joined_at));
		}
	}
	return now;
}

static timestamp instance_end(const struct network *network,
			      const struct network_instance *instance, const timestamp *ends,
			      unsigned removed)
{
	timestamp now = instance_begin(network, instance, ends);
	struct stretch stretch = {0};
	timestamp passed_at = instance->start_at;
	for (size_t i = 0; i < instance->piece_count; i++) {
		const struct network_piece *piece = &network->pieces[instance->first_piece + i];
		if (piece->from_at < later(instance->enable_at, network->window_start_at)) {
			continue; /* before it could start, or before the window */
		}
		timestamp joined =
			join_inside(network, instance, ends, passed_at, piece->from_at, now);
		if (joined != now) {
			stretch.open = false;
			now = joined;
		}
		passed_at = later(passed_at, piece->from_at);
		now = piece_pass(network, piece, removed, &stretch, now);
	}
	return join_inside(network, instance, ends, passed_at, instance->end_at, now);
}

/* From the end of the last step to restoration. */
static timestamp tail_end(const struct network *network, unsigned removed, timestamp now,
			  timestamp last_end_at)
{
	struct stretch stretch = {0};
	for (size_t i = 0; i < network->tail_piece_count; i++) {
		const struct network_piece *piece = &network->pieces[network->first_tail_piece + i];
		if (piece->from_at >= last_end_at) {
			now = piece_pass(network, piece, removed, &stretch, now);
		}
	}
	return now;
}

static bool is_ready(const struct network *network, const struct network_instance *instance,
		     const bool *done)
{
	for (size_t i = 0; i < instance->edge_count; i++) {
		if (!done[network->edges[instance->first_edge + i].predecessor]) {
			return false;
		}
	}
	return true;
}

/*
 * Every instance after its predecessors: one that ended inside another may have begun after it, so
 * the order of starts is not enough. What waits in a circle, which recorded times cannot make, goes
 * by its start.
 */
static void pass_all(const struct network *network, unsigned removed, timestamp *ends, bool *done)
{
	for (size_t left = network->instance_count; left > 0; left--) {
		size_t next = SIZE_MAX;
		for (size_t i = 0; i < network->instance_count && next == SIZE_MAX; i++) {
			if (!done[i] && is_ready(network, &network->instances[i], done)) {
				next = i;
			}
		}
		for (size_t i = 0; next == SIZE_MAX; i++) {
			next = done[i] ? SIZE_MAX : i;
		}
		ends[next] = instance_end(network, &network->instances[next], ends, removed);
		done[next] = true;
	}
}

/* When the last restoring instance is done and the tail has passed. */
static timestamp whole_end(const struct network *network, const timestamp *ends, unsigned removed)
{
	timestamp end_at = network->window_start_at;
	timestamp last_end_at = network->window_start_at; /* as built */
	for (size_t i = 0; i < network->instance_count; i++) {
		const struct network_instance *instance = &network->instances[i];
		if (!instance->restores || instance->start_at >= network->restored_at) {
			continue;
		}
		timestamp counted_at = earlier(instance->end_at, network->restored_at);
		end_at = later(end_at, ends[i] - (instance->end_at - counted_at));
		last_end_at = later(last_end_at, counted_at);
	}
	return tail_end(network, removed, end_at, last_end_at);
}

enum status butfor_end(const struct network *network, unsigned removed, timestamp *ret_end_at,
		       struct error *error)
{
	timestamp *ends = calloc(network->instance_count + 1, sizeof *ends);
	bool *done = calloc(network->instance_count + 1, sizeof *done);
	enum status status = STATUS_OK;
	if (ends == NULL || done == NULL) {
		status = error_set(error, STATUS_NO_MEMORY, "but-for: out of memory");
	} else {
		pass_all(network, removed, ends, done);
		*ret_end_at = whole_end(network, ends, removed);
	}
	free(done);
	free(ends);
	return status;
}

/* "", "S", "SP", … in the order of the bits. */
static void set_name(unsigned removed, char name[CAUSE_BITS + 1])
{
	static const char letters[CAUSE_BITS] = {'S', 'P', 'T', 'U'};
	size_t size = 0;
	for (unsigned bit = 0; bit < CAUSE_BITS; bit++) {
		if ((removed >> bit & 1u) != 0) {
			name[size++] = letters[bit];
		}
	}
	name[size] = '\0';
}

/* Removing more never ends later (I4): a set's end is the least of those of its subsets. */
static enum status all_ends(const struct network *network, timestamp ends[CAUSE_SETS],
			    struct error *error)
{
	enum status status = STATUS_OK;
	for (unsigned removed = 0; status == STATUS_OK && removed < CAUSE_SETS; removed++) {
		status = butfor_end(network, removed, &ends[removed], error);
		for (unsigned bit = 1; bit < CAUSE_SETS; bit <<= 1) {
			if ((removed & bit) != 0) {
				ends[removed] = earlier(ends[removed], ends[removed & ~bit]);
			}
		}
	}
	return status;
}

static enum status write_ends(struct store *store, const struct network *network,
			      struct error *error)
{
	timestamp ends[CAUSE_SETS] = {0};
	struct writer *writer = NULL;
	enum status status = all_ends(network, ends, error);
	if (status == STATUS_OK) {
		status = writer_open(store,
				     "INSERT INTO butfor (removed, causes, end_at)"
				     " VALUES (?1, ?2, ?3)",
				     &writer, error);
	}
	for (unsigned removed = 0; status == STATUS_OK && removed < CAUSE_SETS; removed++) {
		char name[CAUSE_BITS + 1];
		set_name(removed, name);
		struct value values[] = {value_int((int64_t)removed), value_text(name),
					 value_int(ends[removed])};
		status = writer_put(writer, values, 3, error);
	}
	writer_close(writer);
	return status;
}

enum status butfor_run(struct store *store, struct error *error)
{
	struct network network;
	enum status status = network_load(store, &network, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = store_exec(store, "DELETE FROM butfor", NULL, 0, error);
	if (status == STATUS_OK) {
		status = write_ends(store, &network, error);
	}
	network_free(&network);
	return status;
}

// SPDX-License-Identifier: MIT
/*
 * The as-built network: what was done, what each waited for, and why it took so long.
 *
 *     S2 ──► S3 ──► S4 ──► S6 ──► X1 ──► S6 again ──► S7      an instance is a node,
 *                    └───► S5 ─────────────────────────┘      an edge says what came first,
 *     S4: |work|T latent|T react|S no response|…|work|        pieces say what filled its time
 *
 * Read once from the derived tables `instance`, `instance_edge`, `label` and `label_leaf`; the
 * forward passes of butfor.h walk over it. Instances are in order of their start, so that every
 * predecessor that ended before an instance's start stands before it. All spans in microseconds.
 */
#ifndef OVERRUN_NETWORK_H
#define OVERRUN_NETWORK_H

#include "status.h"
#include "timestamp.h"

struct store;

/* Bits of `cause.bit`: the categories S P T U. */
enum { CAUSE_BITS = 4, CAUSE_SETS = 1 << CAUSE_BITS };

/* One reason why a piece of time is lost. */
struct network_leaf {
	unsigned cause; /* one bit */
	bool absolute; /* holds [hold_from_at, hold_to_at) of the clock; else it keeps its length */
	timestamp hold_from_at, hold_to_at;
};

/* A stretch of an instance in which nothing changes. */
struct network_piece {
	timestamp from_at, to_at;
	bool is_work;    /* productive; otherwise a wait or a stop */
	bool is_planned; /* covered by the allowance */
	size_t first_leaf, leaf_count;
};

/* What an instance waits for. */
struct network_edge {
	size_t predecessor; /* index of an instance */
};

struct network_instance {
	int64_t id;
	timestamp start_at, end_at, enable_at;
	timestamp not_before_at; /* the gate, or the start of work that did not heed it;
				    TIMESTAMP_NONE */
	bool restores;
	size_t first_piece, piece_count;
	size_t first_edge, edge_count;
};

struct network {
	struct network_instance *instances;
	size_t instance_count;
	struct network_edge *edges;
	size_t edge_count;
	struct network_piece *pieces; /* those of the tail come last */
	size_t piece_count;
	struct network_leaf *leaves;
	size_t leaf_count;
	size_t first_tail_piece, tail_piece_count; /* after the last step, before restoration */
	timestamp window_start_at, restored_at;
};

/* Reads it. The caller frees with network_free. */
enum status network_load(struct store *store, struct network *ret_network, struct error *error);

void network_free(struct network *network);

#endif

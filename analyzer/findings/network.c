// SPDX-License-Identifier: MIT
/* The as-built network, read from the derived tables. */
#include "network.h"

#include "rows.h"

#include <stdlib.h>

/* Room for one more item of `size` bytes in an array that grows by doubling. */
static bool array_grow(void **items, size_t count, size_t size)
{
	if (*items != NULL && count != 0 && (count & (count - 1)) != 0) {
		return true;
	}
	size_t wanted = count == 0 ? 1 : 2 * count;
	void *grown = reallocarray(*items, wanted, size);
	if (grown == NULL) {
		return false;
	}
	*items = grown;
	return true;
}

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "as-built network: out of memory");
}

static bool find_instance(const struct network *network, int64_t id, size_t *ret_index)
{
	for (size_t i = 0; i < network->instance_count; i++) {
		if (network->instances[i].id == id) {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

/* The function that adds one row of a query to the network. */
typedef enum status add_row_fn(struct network *network, const struct rows *rows,
			       struct error *error);

static enum status for_each_row(struct store *store, const char *sql, add_row_fn *add,
				struct network *network, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, sql, &rows, error);
	if (status != STATUS_OK) {
		return status;
	}
	while ((status = rows_next(rows, error)) == STATUS_OK) {
		status = add(network, rows, error);
		if (status != STATUS_OK) {
			break;
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status add_window(struct network *network, const struct rows *rows, struct error *error)
{
	(void)error;
	network->window_start_at = rows_int(rows, 0);
	network->restored_at = rows_int(rows, 1);
	return STATUS_OK;
}

static enum status add_instance(struct network *network, const struct rows *rows,
				struct error *error)
{
	if (!array_grow((void **)&network->instances, network->instance_count,
			sizeof *network->instances)) {
		return no_memory(error);
	}
	network->instances[network->instance_count++] = (struct network_instance){
		.id = rows_int(rows, 0),
		.start_at = rows_int(rows, 1),
		.end_at = rows_int(rows, 2),
		.enable_at = rows_int(rows, 3),
		.not_before_at = rows_time(rows, 4),
		.restores = rows_int(rows, 5) != 0,
	};
	return STATUS_OK;
}

static enum status add_edge(struct network *network, const struct rows *rows, struct error *error)
{
	size_t instance;
	size_t predecessor;
	if (!find_instance(network, rows_int(rows, 0), &instance) ||
	    !find_instance(network, rows_int(rows, 1), &predecessor)) {
		return error_set(error, STATUS_INTERNAL,
				 "instance_edge: an edge names no instance");
	}
	if (!array_grow((void **)&network->edges, network->edge_count, sizeof *network->edges)) {
		return no_memory(error);
	}
	struct network_instance *owner = &network->instances[instance];
	if (owner->edge_count++ == 0) {
		owner->first_edge = network->edge_count;
	}
	network->edges[network->edge_count++] = (struct network_edge){predecessor};
	return STATUS_OK;
}

/* A piece, or one more leaf of the piece before: the query gives a row per leaf. */
static enum status add_leaf(struct network *network, const struct rows *rows, struct error *error)
{
	timestamp from_at = rows_int(rows, 1);
	bool of_tail = rows_int(rows, 0) == 0;
	struct network_piece *last =
		network->piece_count == 0 ? NULL : &network->pieces[network->piece_count - 1];
	size_t instance = 0;
	if (!of_tail && !find_instance(network, rows_int(rows, 0), &instance)) {
		return error_set(error, STATUS_INTERNAL, "label: a label names no instance");
	}
	size_t *owner_count =
		of_tail ? &network->tail_piece_count : &network->instances[instance].piece_count;
	size_t *owner_first =
		of_tail ? &network->first_tail_piece : &network->instances[instance].first_piece;
	if (last == NULL || *owner_count == 0 || last->from_at != from_at) {
		if (!array_grow((void **)&network->pieces, network->piece_count,
				sizeof *network->pieces)) {
			return no_memory(error);
		}
		if ((*owner_count)++ == 0) {
			*owner_first = network->piece_count;
		}
		last = &network->pieces[network->piece_count++];
		*last = (struct network_piece){
			.from_at = from_at,
			.to_at = rows_int(rows, 2),
			.is_work = rows_int(rows, 3) != 0,
			.is_planned = rows_int(rows, 4) != 0,
			.first_leaf = network->leaf_count,
		};
	}
	if (rows_is_null(rows, 5)) {
		return STATUS_OK;
	}
	if (!array_grow((void **)&network->leaves, network->leaf_count, sizeof *network->leaves)) {
		return no_memory(error);
	}
	last->leaf_count++;
	network->leaves[network->leaf_count++] = (struct network_leaf){
		.cause = (unsigned)rows_int(rows, 5),
		.absolute = rows_int(rows, 6) != 0,
		.hold_from_at = rows_time(rows, 7),
		.hold_to_at = rows_time(rows, 8),
	};
	return STATUS_OK;
}

enum status network_load(struct store *store, struct network *ret_network, struct error *error)
{
	static const struct {
		const char *sql;
		add_row_fn *add;
	} parts[] = {
		{"SELECT start_at, restored_at FROM overrun", add_window},
		/* what restoration waited for ended before it: the path's own rule (method §6) */
		{"SELECT id, start_at, end_at, enable_at, MIN(not_before_at, start_at), "
		 "restores AND end_at < (SELECT restored_at FROM overrun) + 60000000 + width_us "
		 "FROM instance "
		 "ORDER BY start_at, end_at, id",
		 add_instance},
		{"SELECT instance, predecessor FROM instance_edge ORDER BY instance, predecessor",
		 add_edge},
		{"SELECT l.instance, l.from_at, l.to_at, l.phase = 'work', l.state = 'planned', "
		 "c.bit, f.absolute, f.hold_from_at, f.hold_to_at "
		 "FROM label AS l LEFT JOIN label_leaf AS f ON f.label = l.id "
		 "LEFT JOIN cause AS c ON c.cause = f.cause "
		 "WHERE l.phase NOT IN ('early', 'gate') "
		 "ORDER BY l.instance, l.from_at, c.bit, f.leaf, f.trigger",
		 add_leaf},
	};
	struct network network = {0};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		enum status status =
			for_each_row(store, parts[i].sql, parts[i].add, &network, error);
		if (status != STATUS_OK) {
			network_free(&network);
			return status;
		}
	}
	*ret_network = network;
	return STATUS_OK;
}

void network_free(struct network *network)
{
	if (network == NULL) {
		return;
	}
	free(network->instances);
	free(network->edges);
	free(network->pieces);
	free(network->leaves);
	*network = (struct network){0};
}

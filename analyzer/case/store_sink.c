// SPDX-License-Identifier: MIT
/*
 * Events into rows: rules are applied, minutes counted, batches filled.
 *
 *     event ─► rules ─► pulse ─┬─ claimed, or neither request nor flow ─► happening (+ matches)
 *                              ├─ request ─► request_minute, backend_minute, request
 *                              └─ flow    ─► flow_minute, flow
 */
#include "store_address.h"
#include "store_inside.h"
#include "template.h"

enum { REJECTED_TEXT_SIZE = 1024 }; /* of a rejected line; the line itself is in its source */

static void set_unless(struct cell *cell, int64_t value, int64_t none)
{
	if (value != none) {
		cell_set_int(cell, value);
	}
}

/* Texts of a row that may repeat: where they come from and the cell they go to. */
struct word_cell {
	const struct slice *text;
	struct cell *cell;
};

static void set_words(struct store *store, enum batch_kind kind, const struct word_cell *cells,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		batch_set_word(&store->batches, kind, cells[i].cell, *cells[i].text);
	}
}

/* A client or server: mostly an address, which is a number; else a word. */
static void set_peer(struct store *store, enum batch_kind kind, struct cell *cell,
		     struct slice text)
{
	int64_t number = 0;
	if (address_number(text, &number)) {
		cell_set_int(cell, number);
	} else {
		batch_set_word(&store->batches, kind, cell, text);
	}
}

/* The first columns of a request or flow; its line, if it is not what its id and common say. */
static void set_place(struct store *store, struct cell *cells, const struct common *common,
		      const struct position *position)
{
	set_unless(&cells[2], position->line, store->next_event - common->lead);
	cell_set_int(&cells[0], store->next_event++);
	cell_set_int(&cells[1], common->id);
	cell_set_int(&cells[3], position->offset);
}

/* Is the port of the sample, queries/method/04_clock_pair.sql? */
static bool is_sampled(int32_t port)
{
	enum { factor = 40503, mask = 65535, below = 1024 };
	return port != PORT_NONE && ((int64_t)port * factor & mask) < below;
}

/* Names the row that was added last, if its port is of the sample. */
static enum status sample_port(struct store *store, int32_t port, struct error *error)
{
	struct cell *cells = NULL;
	if (!is_sampled(port)) {
		return STATUS_OK;
	}
	enum status status = batch_add_row(&store->batches, BATCH_PORT_SAMPLE, &cells, error);
	if (status == STATUS_OK) {
		cell_set_int(&cells[0], store->next_event - 1);
	}
	return status;
}

/* The number of the row that says what this request shares with others; writes it if it is new. */
static enum status find_request_common(struct store *store, const struct event *event, int64_t lead,
				       size_t service, struct common *ret_common,
				       struct error *error)
{
	const struct common_values values = {
		.numbers = {(uint32_t)service, (uint32_t)event->status * 2 + event->stamps_end},
		.texts = {event->method, event->agent, event->rule}};
	struct cell *cells = NULL;
	*ret_common = commons_find(&store->request_commons, &values, lead);
	if (!ret_common->is_new) {
		return STATUS_OK;
	}
	enum status status = batch_add_row(&store->batches, BATCH_REQUEST_COMMON, &cells, error);
	if (status != STATUS_OK) {
		return status;
	}
	cell_set_int(&cells[0], ret_common->id);
	cell_set_int(&cells[1], store->entry.id);
	cell_set_int(&cells[2], event->stamps_end);
	cell_set_int(&cells[3], event->status);
	set_unless(&cells[4], (int64_t)service, 0);
	cell_set_int(&cells[8], lead);
	const struct word_cell words[] = {
		{&event->method, &cells[5]}, {&event->agent, &cells[6]}, {&event->rule, &cells[7]}};
	set_words(store, BATCH_REQUEST_COMMON, words, sizeof(words) / sizeof(words[0]));
	return STATUS_OK;
}

static enum status add_request(struct store *store, const struct position *position,
			       const struct event *event, size_t service, struct error *error)
{
	struct cell *cells = NULL;
	struct common common;
	enum status status = find_request_common(store, event, store->next_event - position->line,
						 service, &common, error);
	if (status == STATUS_OK) {
		status = batch_add_row(&store->batches, BATCH_REQUEST, &cells, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	set_place(store, cells, &common, position);
	set_unless(&cells[4], event->happened_at, TIMESTAMP_NONE);
	set_unless(&cells[5], event->duration_us, DURATION_NONE);
	set_unless(&cells[6], event->bytes_out, BYTES_NONE);
	set_unless(&cells[8], event->client_port, PORT_NONE);
	set_peer(store, BATCH_REQUEST, &cells[7], event->client);
	batch_set_word(&store->batches, BATCH_REQUEST, &cells[9], event->path);
	return sample_port(store, event->client_port, error);
}

static int64_t bytes_of(const struct event *event)
{
	if (event->bytes_in == BYTES_NONE || event->bytes_out == BYTES_NONE) {
		return event->bytes_in == BYTES_NONE ? event->bytes_out : event->bytes_in;
	}
	return event->bytes_in + event->bytes_out;
}

/* As find_request_common, of a flow. */
static enum status find_flow_common(struct store *store, const struct event *event, int64_t lead,
				    struct common *ret_common, struct error *error)
{
	const struct common_values values = {
		.numbers = {event->stamps_end, 0},
		.texts = {event->outcome, event->host, event->protocol, event->rule, event->code}};
	struct cell *cells = NULL;
	*ret_common = commons_find(&store->flow_commons, &values, lead);
	if (!ret_common->is_new) {
		return STATUS_OK;
	}
	enum status status = batch_add_row(&store->batches, BATCH_FLOW_COMMON, &cells, error);
	if (status != STATUS_OK) {
		return status;
	}
	cell_set_int(&cells[0], ret_common->id);
	cell_set_int(&cells[1], store->entry.id);
	cell_set_int(&cells[2], event->stamps_end);
	cell_set_int(&cells[8], lead);
	const struct word_cell words[] = {{&event->outcome, &cells[3]},
					  {&event->host, &cells[4]},
					  {&event->protocol, &cells[5]},
					  {&event->rule, &cells[6]},
					  {&event->code, &cells[7]}};
	set_words(store, BATCH_FLOW_COMMON, words, sizeof(words) / sizeof(words[0]));
	return STATUS_OK;
}

static enum status add_flow(struct store *store, const struct position *position,
			    const struct event *event, struct error *error)
{
	struct cell *cells = NULL;
	struct common common;
	enum status status =
		find_flow_common(store, event, store->next_event - position->line, &common, error);
	if (status == STATUS_OK) {
		status = batch_add_row(&store->batches, BATCH_FLOW, &cells, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	set_place(store, cells, &common, position);
	set_unless(&cells[4], event->happened_at, TIMESTAMP_NONE);
	set_unless(&cells[5], event->duration_us, DURATION_NONE);
	set_unless(&cells[7], event->client_port, PORT_NONE);
	set_unless(&cells[9], event->server_port, PORT_NONE);
	set_unless(&cells[10], bytes_of(event), BYTES_NONE);
	set_peer(store, BATCH_FLOW, &cells[6], event->client);
	set_peer(store, BATCH_FLOW, &cells[8], event->server);
	return sample_port(store, event->client_port, error);
}

static enum status add_happening(struct store *store, const struct position *position,
				 const struct event *event, bool claimed, struct error *error)
{
	struct cell *cells = NULL;
	enum status status = batch_add_row(&store->batches, BATCH_HAPPENING, &cells, error);
	if (status != STATUS_OK) {
		return status;
	}
	cell_set_int(&cells[0], store->next_event++);
	cell_set_int(&cells[1], store->entry.id);
	cell_set_int(&cells[2], position->line);
	cell_set_int(&cells[3], position->offset);
	set_unless(&cells[BATCH_TIME_COLUMN], event->happened_at, TIMESTAMP_NONE);
	set_unless(&cells[5], event->received_at, TIMESTAMP_NONE);
	cell_set_int(&cells[6], store->origin_code[event->zone_origin]);
	cell_set_int(&cells[7], store->origin_code[event->year_origin]);
	cell_set_int(&cells[8], store->signal_code[event->signal]);
	set_unless(&cells[9], event->severity, SEVERITY_NONE);
	set_unless(&cells[10], event->duration_us, DURATION_NONE);
	set_unless(&cells[22], event->sequence, SEQUENCE_NONE);
	const struct word_cell words[] = {
		{&event->outcome, &cells[11]}, {&event->host, &cells[12]},
		{&event->program, &cells[13]}, {&event->actor, &cells[14]},
		{&event->object, &cells[15]},  {&event->step, &cells[16]},
		{&event->role, &cells[17]},    {&event->reason, &cells[18]},
		{&event->id, &cells[19]},      {&event->recipient, &cells[20]},
		{&event->after, &cells[21]},   {&event->code, &cells[23]},
		{&event->message, &cells[24]},
	};
	set_words(store, BATCH_HAPPENING, words, sizeof(words) / sizeof(words[0]));
	cell_set_int(&cells[BATCH_TWIN_COLUMN], 0);
	if (event->code.size == 0 && event->message.size > 0) {
		const struct slice names[] = {event->actor, event->host, event->object};
		cell_set_int(&cells[BATCH_TEMPLATE_COLUMN],
			     template_number(event->message, names, sizeof names / sizeof *names));
	}
	bool could_count_twice = event->signal != SIGNAL_LOG || claimed;
	return could_count_twice
		       ? sink_line_hash(store, &cells[BATCH_HASH_COLUMN], position, event, error)
		       : STATUS_OK;
}

/* Which steps and faults claim the event `id`. */
static enum status add_claims(struct store *store, int64_t id, const struct rules_claims *claims,
			      struct error *error)
{
	struct cell *cells = NULL;
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < claims->step_count; i++) {
		const struct rules_step_claim *claim = &claims->steps[i];
		status = batch_add_row(&store->batches, BATCH_STEP_MATCH, &cells, error);
		if (status == STATUS_OK) {
			cell_set_int(&cells[0], id);
			batch_set_text(&store->batches, BATCH_STEP_MATCH, &cells[1],
				       slice_from(store->plan->steps[claim->step].id));
			batch_set_text(&store->batches, BATCH_STEP_MATCH, &cells[2],
				       slice_from(step_list_name(claim->list)));
		}
	}
	for (size_t i = 0; status == STATUS_OK && i < claims->fault_count; i++) {
		const struct rules_fault_claim *claim = &claims->faults[i];
		status = batch_add_row(&store->batches, BATCH_FAULT_MATCH, &cells, error);
		if (status == STATUS_OK) {
			cell_set_int(&cells[0], id);
			cell_set_int(&cells[1], store_fault_pair(claim->fault));
			batch_set_text(&store->batches, BATCH_FAULT_MATCH, &cells[2],
				       slice_from(claim->clears ? "clear" : "open"));
		}
	}
	return status;
}

/* Folded, a row is kept only where backend_minute names it. */
static enum status take_request(struct store *store, const struct position *position,
				const struct event *event, size_t service, bool is_named,
				struct error *error)
{
	store->entry.requests++;
	return store->fold && !is_named ? STATUS_OK
					: add_request(store, position, event, service, error);
}

static enum status take_flow(struct store *store, const struct position *position,
			     const struct event *event, struct error *error)
{
	store->entry.flows++;
	return store->fold ? STATUS_OK : add_flow(store, position, event, error);
}

/* Counts the event and gives it to its table. `signal` is the format's word, see sink_count. */
static enum status take_event(struct store *store, const struct position *position,
			      const struct event *event, enum signal signal,
			      const struct rules_claims *claims, struct error *error)
{
	size_t service = store->rules != NULL && signal == SIGNAL_REQUEST
				 ? rules_service(store->rules, event->path)
				 : 0;
	bool is_claimed = claims->step_count + claims->fault_count > 0;
	bool is_named = false;
	enum status status = sink_count(store, position, event, signal, service, &is_named, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (event->signal == SIGNAL_REQUEST && !is_claimed) {
		return take_request(store, position, event, service, is_named, error);
	}
	if (event->signal == SIGNAL_FLOW && !is_claimed) {
		return take_flow(store, position, event, error);
	}
	store->entry.happenings++;
	status = add_happening(store, position, event, is_claimed, error);
	return status == STATUS_OK && is_claimed
		       ? add_claims(store, store->next_event - 1, claims, error)
		       : status;
}

/* Kept out of the way of the many that no rule looks at: it copies the event. */
__attribute__((noinline)) static enum status take_by_rules(struct store *store,
							   const struct position *position,
							   const struct event *given,
							   struct slice text, struct error *error)
{
	struct rules_claims claims = {0};
	struct event event = *given;
	rules_apply(store->rules, store->position, &event, text, &claims);
	return take_event(store, position, &event, given->signal, &claims, error);
}

enum status sink_accept(void *self, const struct position *position, const struct event *given,
			struct slice text, struct error *error)
{
	static const struct rules_claims none = {0};
	struct store *store = self;
	bool wanted = true;
	enum status status = entry_wants_line(store, position, &wanted, error);
	if (status != STATUS_OK || !wanted) {
		return status;
	}
	if (store->rules == NULL || rules_leave_alone(store->rules, store->position, given)) {
		return take_event(store, position, given, given->signal, &none, error);
	}
	return take_by_rules(store, position, given, text, error);
}

enum status sink_reject(void *self, const struct position *position, const char *reason,
			struct slice text, struct error *error)
{
	struct store *store = self;
	struct cell *cells = NULL;
	bool wanted = true;
	enum status status = entry_wants_line(store, position, &wanted, error);
	if (status == STATUS_OK && wanted) {
		status = batch_add_row(&store->batches, BATCH_REJECTED, &cells, error);
	}
	if (cells == NULL) {
		return status;
	}
	cell_set_int(&cells[0], store->entry.id);
	cell_set_int(&cells[1], position->line);
	cell_set_int(&cells[2], position->offset);
	batch_set_any_text(&store->batches, BATCH_REJECTED, &cells[3], slice_from(reason));
	batch_set_any_text(&store->batches, BATCH_REJECTED, &cells[4],
			   words_cut(text, REJECTED_TEXT_SIZE));
	return STATUS_OK;
}

struct event_sink store_sink(struct store *store)
{
	return (struct event_sink){.enter = entry_enter,
				   .accept = sink_accept,
				   .reject = sink_reject,
				   .known = entry_known,
				   .leave = entry_leave,
				   .wanted_lengths = entry_wanted_lengths,
				   .beginning = entry_beginning,
				   .self = store};
}

// SPDX-License-Identifier: MIT
/* Writes a random night into the case database as reading its lines would. */
#include "night_store.h"

#include "rows.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { US = 1000000, VALUES = 24 };

/* The tables of input; derived ones empty themselves. */
static const char *const tables[] = {
	"feed",           "source",         "entry",      "happening",     "request_row",
	"request_common", "request_minute", "pulse",      "case_file",     "window",
	"extension",      "service",        "role",       "role_actor",    "role_presence",
	"roster",         "step",           "step_after", "step_resource", "step_expects",
	"fault_pair",     "policy",         "step_match", "warning"};

struct out {
	struct store *store;
	struct error *error;
	enum status status;
	int64_t order;
};

static struct value us(int64_t seconds)
{
	return seconds == MODEL_NONE ? value_null() : value_int(seconds * US);
}

static struct value text(const char *word)
{
	return word[0] == '\0' ? value_null() : value_text(word);
}

#define PUT(out, sql, ...)                                                             \
	do {                                                                           \
		const struct value put_values[] = {__VA_ARGS__};                       \
		put(out, sql, put_values, sizeof(put_values) / sizeof(put_values[0])); \
	} while (0)

static void put(struct out *out, const char *sql, const struct value *values, size_t count)
{
	if (out->status == STATUS_OK) {
		out->status = store_exec(out->store, sql, values, count, out->error);
	}
}

static void write_policy(struct out *out, const struct model_night *night)
{
	static const struct {
		const char *name;
		int64_t value;
	} policy[] = {
		{"burst_count", 10},          {"burst_span_us", 60 * US}, {"band_permille", 200},
		{"success_permille", 950},    {"hold_us", 600LL * US},    {"relapse_us", 180 * US},
		{"relapse_permille", 500},    {"min_requests", 5},        {"max_paths", 64},
		{"uncalibrated_us", 60 * US}, {"stated_width_us", 0},     {"cover_factor", 5},
		{"cover_min_us", 60 * US},    {"attach_us", 2 * US}};
	static const char sql[] = "INSERT INTO policy VALUES (?1, ?2, ?2, 'x', '')";
	for (size_t i = 0; i < sizeof(policy) / sizeof(policy[0]); i++) {
		PUT(out, sql, value_text(policy[i].name), value_int(policy[i].value));
	}
	PUT(out, sql, value_text("ack_grace_us"), us(night->ack_grace));
	PUT(out, sql, value_text("idle_us"), us(night->idle));
	PUT(out, sql, value_text("eps_us"), us(night->eps));
	PUT(out, sql, value_text("band_min_us"), us(night->band_min));
}

static bool external(const struct model_night *night, const char *signal)
{
	return night->external_count > 0 && model_same(night->external[0], signal);
}

static void write_case(struct out *out, const struct model_night *night)
{
	static const char *const pairs[][3] = {{"fault", "fault.open", "fault.clear"},
					       {"link", "link.down", "link.up"},
					       {"health", "health.down", "health.up"},
					       {"peer", "peer.down", "peer.up"}};
	PUT(out,
	    "INSERT INTO case_file (id, title, path, sha256, timezone) VALUES"
	    " ('night', 'night', 'case.yaml', ?1, 'UTC')",
	    value_text("0"));
	PUT(out, "INSERT INTO window (start_at, end_at, plan_sha256) VALUES (?1, ?2, '0')",
	    us(night->start), us(night->end));
	for (int i = 0; i < night->extension_count; i++) {
		PUT(out, "INSERT INTO extension VALUES (?1, ?2)", us(night->extension[i].at),
		    us(night->extension[i].end));
	}
	for (int i = 0; i < night->service_count; i++) {
		char name[MODEL_TEXT];
		(void)snprintf(name, sizeof(name), "service %d", i + 1);
		PUT(out, "INSERT INTO service VALUES (?1, ?2, '')", value_int(i + 1),
		    value_text(name));
	}
	for (int i = 0; i < 4; i++) {
		PUT(out, "INSERT INTO fault_pair VALUES (?1, ?2, ?3, ?4, NULL, ?5, 'built in')",
		    value_int(i + 1), value_text(pairs[i][0]), value_text(pairs[i][1]),
		    value_text(pairs[i][2]), value_int(external(night, pairs[i][1])));
	}
	write_policy(out, night);
}

static void write_roles(struct out *out, const struct model_night *night)
{
	for (int i = 0; i < night->role_count; i++) {
		const struct model_role *role = &night->role[i];
		PUT(out, "INSERT INTO role VALUES (?1)", value_text(role->name));
		for (int j = 0; j < role->actor_count; j++) {
			PUT(out, "INSERT INTO role_actor VALUES (?1, ?2)", value_text(role->name),
			    value_text(role->actor[j]));
		}
		if (role->presence != MODEL_NONE) {
			PUT(out, "INSERT INTO role_presence VALUES (?1, ?2)",
			    value_text(role->name), value_text(night->feed[role->presence].name));
		}
		if (role->also != MODEL_NONE) {
			PUT(out, "INSERT INTO role_presence VALUES (?1, ?2)",
			    value_text(role->name), value_text(night->feed[role->also].name));
		}
		if (role->due != MODEL_NONE) {
			PUT(out, "INSERT INTO roster VALUES (?1, ?2, NULL)", value_text(role->name),
			    us(role->due));
		}
	}
}

static void write_steps(struct out *out, const struct model_night *night)
{
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *step = &night->step[i];
		struct value name = value_text(step->name);
		PUT(out,
		    "INSERT INTO step (step, position, title, role, allow_us, not_before_at, crew,"
		    " quiet_us, approval, restores, check_us)"
		    " VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		    name, value_int(i + 1), text(step->role), us(step->allow), us(step->not_before),
		    step->crew == 0 ? value_null() : value_int(step->crew), us(step->quiet),
		    text(step->approval), value_int(step->restores), us(step->check));
		for (int j = 0; j < step->after_count; j++) {
			PUT(out, "INSERT OR IGNORE INTO step_after VALUES (?1, ?2)", name,
			    value_text(step->after[j]));
		}
		for (int j = 0; j < step->resource_count; j++) {
			PUT(out, "INSERT INTO step_resource VALUES (?1, ?2)", name,
			    value_text(step->resource[j]));
		}
		for (int j = 0; j < step->expects_count; j++) {
			PUT(out, "INSERT INTO step_expects VALUES (?1, ?2)", name,
			    value_text(step->expects[j]));
		}
	}
}

static void write_feeds(struct out *out, const struct model_night *night)
{
	for (int i = 0; i < night->feed_count; i++) {
		const struct model_feed *feed = &night->feed[i];
		PUT(out,
		    "INSERT INTO feed (id, name, kind, clock_us, heartbeat_us, path)"
		    " VALUES (?1, ?2, ?3, 0, ?4, ?2)",
		    value_int(i + 1), value_text(feed->name), value_text(feed->kind),
		    us(feed->heartbeat));
		PUT(out,
		    "INSERT INTO source (id, feed, path, bytes, sha256, state)"
		    " VALUES (?1, ?1, ?2, 0, '', 'whole')",
		    value_int(i + 1), value_text(feed->name));
		PUT(out,
		    "INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected,"
		    " blank, cut, mended, format, margin, runner_up, charset, zone, zone_origin,"
		    " state, reading, first_at, last_at) VALUES (?1, ?1, ?2, '', 0, 0, 0, 0, 0, 0,"
		    " 0, 'syslog', 0, '', '', '', '', 'whole', '', ?3, ?4)",
		    value_int(i + 1), value_text(feed->name), us(night->start - 1200),
		    us(night->last_request));
	}
}

static void pulse(struct out *out, int feed, int64_t at)
{
	PUT(out,
	    "INSERT INTO pulse VALUES (?1, ?2 / 60000000, 1, ?2, ?2, 1, 1) ON CONFLICT DO UPDATE"
	    " SET lines = lines + 1, first_at = MIN(first_at, excluded.first_at),"
	    " last_at = MAX(last_at, excluded.last_at)",
	    value_int(feed + 1), us(at));
}

static void write_fact(struct out *out, const struct model_fact *fact, int64_t id)
{
	PUT(out,
	    "INSERT INTO happening (id, entry, line, offset, written_at, zone_origin, year_origin,"
	    " signal, step, role, actor, object, reason, event_id, recipient, after, line_hash)"
	    " VALUES (?1, ?2, ?1, 0, ?3, 1, 1, (SELECT code FROM signal_word WHERE word = ?4), ?5,"
	    " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?1)",
	    value_int(id), value_int(fact->feed + 1), us(fact->at), text(fact->signal),
	    text(fact->step), text(fact->role), text(fact->actor), text(fact->object),
	    text(fact->reason), text(fact->ident), text(fact->recipient), text(fact->after));
	pulse(out, fact->feed, fact->at);
}

static void write_lines(struct out *out, const struct random_night *random, uint64_t order)
{
	const struct model_night *night = &random->night;
	for (int i = 0; i < night->fact_count; i++) {
		/* an odd factor permutes the numbers below a power of two */
		uint64_t id = order == 0 ? (uint64_t)i : ((uint64_t)i * (2 * order + 1)) % 4096;
		write_fact(out, &night->fact[i], (int64_t)id + 1);
	}
	for (int i = 0; i < NIGHT_FEEDS; i++) {
		for (int j = 0; j < random->alive_count[i]; j++) {
			pulse(out, i, random->alive[i][j]);
		}
	}
	for (int i = 0; i < night->service_count; i++) {
		for (int j = 0; j < night->minute_count[i]; j++) {
			const struct model_minute *minute = &night->minute[i][j];
			PUT(out,
			    "INSERT INTO request_minute VALUES (?1, ?2 / 60000000, ?3, ?4, ?5, 0,"
			    " 1, 1, CASE WHEN ?4 > 0 THEN ?2 END,"
			    " CASE WHEN ?6 / 60000000 = ?2 / 60000000 THEN ?6 ELSE ?2 END)",
			    value_int(NIGHT_GATEWAY + 1), us(minute->at), value_int(i + 1),
			    value_int(minute->success), value_int(minute->failure),
			    us(night->last_request));
		}
	}
	PUT(out,
	    "INSERT INTO request_common (id, entry, stamps_end, status, service)"
	    " VALUES (1, ?1, 0, 503, 1)",
	    value_int(NIGHT_GATEWAY + 1));
	PUT(out,
	    "INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (1000000, 1, 1, 0, ?1)",
	    us(night->last_request));
}

enum status night_write(struct store *store, const struct random_night *random, uint64_t order,
			struct error *error)
{
	struct out out = {.store = store, .error = error};
	out.status = store_begin(store, error);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char sql[64];
		(void)snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[i]);
		put(&out, sql, NULL, 0);
	}
	write_case(&out, &random->night);
	write_roles(&out, &random->night);
	write_steps(&out, &random->night);
	write_feeds(&out, &random->night);
	write_lines(&out, random, order);
	if (out.status == STATUS_OK) {
		return store_commit(store, error);
	}
	store_rollback(store);
	return out.status;
}

// SPDX-License-Identifier: MIT
/* What stands beside the path: what set it off, what was read, by which numbers. */
#include "json_tables.h"

static void put_triggers(struct json *json)
{
	json_open(json, "triggers", '[');
	for (size_t i = 0; i < json->report->trigger_count; i++) {
		const struct report_trigger *trigger = &json->report->triggers[i];
		json_open(json, NULL, '{');
		json_text(json, "name", trigger->name);
		json_text(json, "kind", trigger->kind);
		json_integer(json, "lost_s", trigger->lost.s);
		json_evidence(json, &trigger->evidence);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_deviations(struct json *json)
{
	json_open(json, "deviations", '[');
	for (size_t i = 0; i < json->report->deviation_count; i++) {
		const struct report_deviation *deviation = &json->report->deviations[i];
		json_open(json, NULL, '{');
		json_text(json, "kind", deviation->kind);
		json_text(json, "step", deviation->step);
		json_time(json, "at", deviation->at);
		json_text(json, "text", deviation->text);
		json_evidence(json, &deviation->evidence);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_faults(struct json *json)
{
	json_open(json, "faults", '[');
	for (size_t i = 0; i < json->report->fault_count; i++) {
		const struct report_fault *fault = &json->report->faults[i];
		json_open(json, NULL, '{');
		json_text(json, "name", fault->name);
		json_text(json, "object", fault->object);
		json_text(json, "family", fault->family);
		json_text(json, "signal", fault->signal);
		json_time(json, "start", fault->start_at);
		json_time(json, "detect", fault->detect_at);
		json_time(json, "response", fault->response_at);
		json_time(json, "clear", fault->clear_at);
		json_bool(json, "external", fault->external);
		json_text(json, "recipient", fault->recipient);
		json_text(json, "responder", fault->responder);
		json_evidence(json, &fault->evidence);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_attempt(struct json *json, const struct report_attempt *attempt)
{
	json_open(json, NULL, '{');
	json_integer(json, "attempt", attempt->attempt);
	json_time(json, "enable", attempt->enable_at);
	json_time(json, "start", attempt->start_at);
	json_time(json, "end", attempt->end_at);
	json_text(json, "start_origin", attempt->start_origin);
	json_text(json, "end_origin", attempt->end_origin);
	json_text(json, "outcome", attempt->outcome);
	json_text(json, "reason", attempt->reason);
	json_text(json, "trigger", attempt->trigger);
	json_bool(json, "on_path", attempt->on_path);
	json_evidence(json, &attempt->evidence);
	json_close(json, '}');
}

static void put_steps(struct json *json)
{
	json_open(json, "steps", '[');
	for (size_t i = 0; i < json->report->step_count; i++) {
		const struct report_step *step = &json->report->steps[i];
		json_open(json, NULL, '{');
		json_text(json, "step", step->step);
		json_text(json, "title", step->title);
		json_text(json, "role", step->role);
		json_bool(json, "planned", step->planned);
		json_bool(json, "skipped", step->skipped);
		json_bool(json, "restores", step->restores);
		json_integer(json, "allow_s", step->allow.s);
		json_time(json, "plan_start", step->plan_start_at);
		json_time(json, "plan_end", step->plan_end_at);
		json_open(json, "attempts", '[');
		for (size_t j = 0; j < step->attempt_count; j++) {
			put_attempt(json, &step->attempts[j]);
		}
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_coverage(struct json *json)
{
	json_open(json, "coverage", '[');
	for (size_t i = 0; i < json->report->coverage_count; i++) {
		const struct report_coverage *coverage = &json->report->coverage[i];
		json_open(json, NULL, '{');
		json_text(json, "feed", coverage->feed);
		json_text(json, "kind", coverage->kind);
		json_open(json, "spans", '[');
		for (size_t j = 0; j < coverage->stretch_count; j++) {
			json_open(json, NULL, '{');
			json_time(json, "from", coverage->stretches[j].from_at);
			json_time(json, "to", coverage->stretches[j].to_at);
			json_close(json, '}');
		}
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_clocks(struct json *json)
{
	json_open(json, "clocks", '[');
	for (size_t i = 0; i < json->report->clock_count; i++) {
		const struct report_clock *clock = &json->report->clocks[i];
		json_open(json, NULL, '{');
		json_text(json, "feed", clock->feed);
		json_time(json, "from", clock->from_at);
		json_time(json, "to", clock->to_at);
		json_integer(json, "offset_s", clock->offset.s);
		json_integer(json, "width_s", clock->width.s);
		json_integer(json, "pairs", clock->pairs);
		json_integer(json, "agreement_permille", clock->agreement_permille);
		json_text(json, "origin", clock->origin);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_entry(struct json *json, const struct report_entry *entry)
{
	json_open(json, NULL, '{');
	json_text(json, "entry", entry->chain);
	json_text(json, "sha256", entry->sha256);
	json_integer(json, "bytes", entry->bytes);
	json_integer(json, "lines", entry->tally.lines);
	json_integer(json, "events", entry->tally.events);
	json_integer(json, "rejected", entry->tally.rejected);
	json_integer(json, "blank", entry->tally.blank);
	json_integer(json, "cut", entry->tally.cut);
	json_integer(json, "mended", entry->tally.mended);
	json_text(json, "format", entry->format);
	json_text(json, "charset", entry->charset);
	json_text(json, "zone", entry->zone);
	json_text(json, "zone_origin", entry->zone_origin);
	json_time(json, "first", entry->first_at);
	json_time(json, "last", entry->last_at);
	json_text(json, "state", entry->state);
	json_text(json, "note", entry->note);
	json_close(json, '}');
}

static void put_sources(struct json *json)
{
	json_open(json, "sources", '[');
	for (size_t i = 0; i < json->report->source_count; i++) {
		const struct report_source *source = &json->report->sources[i];
		json_open(json, NULL, '{');
		json_text(json, "path", source->path);
		json_text(json, "feed", source->feed);
		json_text(json, "kind", source->kind);
		json_integer(json, "bytes", source->bytes);
		json_text(json, "sha256", source->sha256);
		json_text(json, "state", source->state);
		json_text(json, "note", source->note);
		json_text(json, "custody", source->custody);
		json_open(json, "entries", '[');
		for (size_t j = 0; j < source->entry_count; j++) {
			put_entry(json, &source->entries[j]);
		}
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_rejected(struct json *json)
{
	const struct report *report = json->report;
	json_open(json, "rejected", '{');
	json_integer(json, "lines", report->tally.lines);
	json_integer(json, "events", report->tally.events);
	json_integer(json, "rejected", report->tally.rejected);
	json_integer(json, "blank", report->tally.blank);
	json_integer(json, "cut", report->tally.cut);
	json_integer(json, "mended", report->tally.mended);
	json_open(json, "reasons", '[');
	for (size_t i = 0; i < report->rejection_count; i++) {
		json_open(json, NULL, '{');
		json_text(json, "reason", report->rejections[i].reason);
		json_integer(json, "lines", report->rejections[i].lines);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

static void put_policy(struct json *json)
{
	json_open(json, "policy", '[');
	for (size_t i = 0; i < json->report->policy_count; i++) {
		const struct report_policy *policy = &json->report->policies[i];
		json_open(json, NULL, '{');
		json_text(json, "name", policy->name);
		json_integer(json, "value", policy->value);
		json_integer(json, "default", policy->standard);
		json_text(json, "unit", policy->unit);
		json_text(json, "note", policy->note);
		json_bool(json, "changed", policy->value != policy->standard);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_sensitivity(struct json *json)
{
	json_open(json, "sensitivity", '[');
	for (size_t i = 0; i < json->report->sensitivity_count; i++) {
		const struct report_sensitivity *item = &json->report->sensitivities[i];
		json_open(json, NULL, '{');
		json_text(json, "change", item->name);
		json_integer(json, "staffing_s", item->headline[CAUSE_STAFFING].s);
		json_integer(json, "procedure_s", item->headline[CAUSE_PROCEDURE].s);
		json_integer(json, "technical_s", item->headline[CAUSE_TECHNICAL].s);
		json_integer(json, "undetermined_s", item->headline[CAUSE_UNDETERMINED].s);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_regulation(struct json *json, enum language language)
{
	json_open(json, "regulation", '[');
	for (size_t i = 0; i < json->report->regulation_count; i++) {
		const struct report_regulation *rule = &json->report->regulations[i];
		char text[WORDS_SENTENCE_SIZE];
		words_regulation(language, json->report, rule, text);
		json_open(json, NULL, '{');
		json_text(json, "rule", rule->rule);
		json_text(json, "source", rule->source);
		json_text(json, "state", rule->state);
		json_time(json, "in_force", rule->in_force_at);
		json_time(json, "start", rule->start_at);
		json_time(json, "due", rule->due_at);
		json_integer(json, "measured_s", rule->measured.s);
		json_integer(json, "threshold_s", rule->threshold.s);
		json_text(json, "missing", rule->missing);
		json_text(json, "text", text);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_warnings(struct json *json)
{
	json_open(json, "warnings", '[');
	for (size_t i = 0; i < json->report->warning_count; i++) {
		json_open(json, NULL, '{');
		json_text(json, "origin", json->report->warnings[i].origin);
		json_text(json, "text", json->report->warnings[i].text);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void json_tables(struct json *json, enum language language)
{
	put_triggers(json);
	put_deviations(json);
	put_faults(json);
	put_steps(json);
	put_coverage(json);
	put_clocks(json);
	put_sources(json);
	put_rejected(json);
	put_policy(json);
	put_sensitivity(json);
	put_regulation(json, language);
	put_warnings(json);
}

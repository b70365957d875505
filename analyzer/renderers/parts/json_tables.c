// SPDX-License-Identifier: MIT
/* What stands beside the path: what set it off, what was read, by which numbers. */
#include "json_tables.h"

static void put_triggers(struct json *json)
{
	json_begin(json, "triggers", '[');
	for (size_t i = 0; i < json->report->trigger_count; i++) {
		const struct report_trigger *trigger = &json->report->triggers[i];
		json_begin(json, NULL, '{');
		json_string(json, "name", trigger->name);
		json_string(json, "kind", trigger->kind);
		json_integer(json, "lost_s", trigger->lost.s);
		json_evidence(json, &trigger->evidence);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_deviations(struct json *json)
{
	json_begin(json, "deviations", '[');
	for (size_t i = 0; i < json->report->deviation_count; i++) {
		const struct report_deviation *deviation = &json->report->deviations[i];
		json_begin(json, NULL, '{');
		json_string(json, "kind", deviation->kind);
		json_string(json, "step", deviation->step);
		json_time(json, "at", deviation->at);
		json_string(json, "text", deviation->text);
		json_evidence(json, &deviation->evidence);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_faults(struct json *json)
{
	json_begin(json, "faults", '[');
	for (size_t i = 0; i < json->report->fault_count; i++) {
		const struct report_fault *fault = &json->report->faults[i];
		json_begin(json, NULL, '{');
		json_string(json, "name", fault->name);
		json_string(json, "object", fault->object);
		json_string(json, "family", fault->family);
		json_string(json, "signal", fault->signal);
		json_time(json, "start", fault->start_at);
		json_time(json, "detect", fault->detect_at);
		json_time(json, "response", fault->response_at);
		json_time(json, "clear", fault->clear_at);
		json_bool(json, "external", fault->external);
		json_string(json, "recipient", fault->recipient);
		json_string(json, "responder", fault->responder);
		json_evidence(json, &fault->evidence);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_approvals(struct json *json)
{
	json_begin(json, "approvals", '[');
	for (size_t i = 0; i < json->report->approval_count; i++) {
		const struct report_approval *approval = &json->report->approvals[i];
		json_begin(json, NULL, '{');
		json_string(json, "kind", approval->kind);
		json_string(json, "step", approval->step);
		json_string(json, "approver", approval->approver);
		json_time(json, "asked", approval->asked_at);
		json_time(json, "given", approval->given_at);
		json_evidence(json, &approval->evidence);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_presence(struct json *json)
{
	json_begin(json, "presence", '[');
	for (size_t i = 0; i < json->report->presence_count; i++) {
		const struct report_presence *presence = &json->report->presences[i];
		json_begin(json, NULL, '{');
		json_string(json, "role", presence->role);
		json_time(json, "due", presence->due_at);
		json_time(json, "first_seen", presence->present_at);
		json_evidence(json, &presence->evidence);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_attempt(struct json *json, const struct report_attempt *attempt)
{
	json_begin(json, NULL, '{');
	json_integer(json, "attempt", attempt->attempt);
	json_time(json, "enable", attempt->enable_at);
	json_time(json, "start", attempt->start_at);
	json_time(json, "end", attempt->end_at);
	json_string(json, "start_origin", attempt->start_origin);
	json_string(json, "end_origin", attempt->end_origin);
	json_string(json, "outcome", attempt->outcome);
	json_string(json, "reason", attempt->reason);
	json_string(json, "trigger", attempt->trigger);
	json_bool(json, "on_path", attempt->on_path);
	json_evidence(json, &attempt->evidence);
	json_finish(json, '}');
}

static void put_steps(struct json *json)
{
	json_begin(json, "steps", '[');
	for (size_t i = 0; i < json->report->step_count; i++) {
		const struct report_step *step = &json->report->steps[i];
		json_begin(json, NULL, '{');
		json_string(json, "step", step->step);
		json_string(json, "title", step->title);
		json_string(json, "role", step->role);
		json_bool(json, "planned", step->planned);
		json_bool(json, "skipped", step->skipped);
		json_bool(json, "restores", step->restores);
		json_integer(json, "allow_s", step->allow.s);
		json_time(json, "plan_start", step->plan_start_at);
		json_time(json, "plan_end", step->plan_end_at);
		json_begin(json, "attempts", '[');
		for (size_t j = 0; j < step->attempt_count; j++) {
			put_attempt(json, &step->attempts[j]);
		}
		json_finish(json, ']');
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_coverage(struct json *json)
{
	json_begin(json, "coverage", '[');
	for (size_t i = 0; i < json->report->coverage_count; i++) {
		const struct report_coverage *coverage = &json->report->coverage[i];
		json_begin(json, NULL, '{');
		json_string(json, "feed", coverage->feed);
		json_string(json, "kind", coverage->kind);
		json_begin(json, "spans", '[');
		for (size_t j = 0; j < coverage->stretch_count; j++) {
			json_begin(json, NULL, '{');
			json_time(json, "from", coverage->stretches[j].from_at);
			json_time(json, "to", coverage->stretches[j].to_at);
			json_finish(json, '}');
		}
		json_finish(json, ']');
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_clocks(struct json *json)
{
	json_begin(json, "clocks", '[');
	for (size_t i = 0; i < json->report->clock_count; i++) {
		const struct report_clock *clock = &json->report->clocks[i];
		json_begin(json, NULL, '{');
		json_string(json, "feed", clock->feed);
		json_time(json, "from", clock->from_at);
		json_time(json, "to", clock->to_at);
		json_integer(json, "offset_s", clock->offset.s);
		json_integer(json, "width_s", clock->width.s);
		json_integer(json, "pairs", clock->pairs);
		json_integer(json, "agreement_permille", clock->agreement_permille);
		json_string(json, "origin", clock->origin);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_entry(struct json *json, const struct report_entry *entry)
{
	json_begin(json, NULL, '{');
	json_string(json, "entry", entry->chain);
	json_string(json, "sha256", entry->sha256);
	json_integer(json, "bytes", entry->bytes);
	json_integer(json, "lines", entry->tally.lines);
	json_integer(json, "events", entry->tally.events);
	json_integer(json, "rejected", entry->tally.rejected);
	json_integer(json, "blank", entry->tally.blank);
	json_integer(json, "cut", entry->tally.cut);
	json_integer(json, "mended", entry->tally.mended);
	json_string(json, "format", entry->format);
	json_string(json, "charset", entry->charset);
	json_string(json, "zone", entry->zone);
	json_string(json, "zone_origin", entry->zone_origin);
	json_time(json, "first", entry->first_at);
	json_time(json, "last", entry->last_at);
	json_string(json, "state", entry->state);
	json_string(json, "note", entry->note);
	json_finish(json, '}');
}

static void put_sources(struct json *json)
{
	json_begin(json, "sources", '[');
	for (size_t i = 0; i < json->report->source_count; i++) {
		const struct report_source *source = &json->report->sources[i];
		json_begin(json, NULL, '{');
		json_string(json, "path", source->path);
		json_string(json, "feed", source->feed);
		json_string(json, "kind", source->kind);
		json_integer(json, "bytes", source->bytes);
		json_string(json, "sha256", source->sha256);
		json_string(json, "state", source->state);
		json_string(json, "note", source->note);
		json_string(json, "custody", source->custody);
		json_begin(json, "entries", '[');
		for (size_t j = 0; j < source->entry_count; j++) {
			put_entry(json, &source->entries[j]);
		}
		json_finish(json, ']');
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_rejected(struct json *json)
{
	const struct report *report = json->report;
	json_begin(json, "rejected", '{');
	json_integer(json, "lines", report->tally.lines);
	json_integer(json, "events", report->tally.events);
	json_integer(json, "rejected", report->tally.rejected);
	json_integer(json, "blank", report->tally.blank);
	json_integer(json, "cut", report->tally.cut);
	json_integer(json, "mended", report->tally.mended);
	json_begin(json, "reasons", '[');
	for (size_t i = 0; i < report->rejection_count; i++) {
		json_begin(json, NULL, '{');
		json_string(json, "reason", report->rejections[i].reason);
		json_integer(json, "lines", report->rejections[i].lines);
		json_finish(json, '}');
	}
	json_finish(json, ']');
	json_finish(json, '}');
}

static void put_policy(struct json *json)
{
	json_begin(json, "policy", '[');
	for (size_t i = 0; i < json->report->policy_count; i++) {
		const struct report_policy *policy = &json->report->policies[i];
		json_begin(json, NULL, '{');
		json_string(json, "name", policy->name);
		json_integer(json, "value", policy->value);
		json_integer(json, "default", policy->standard);
		json_string(json, "unit", policy->unit);
		json_string(json, "note", policy->note);
		json_bool(json, "changed", policy->value != policy->standard);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_sensitivity(struct json *json)
{
	json_begin(json, "sensitivity", '[');
	for (size_t i = 0; i < json->report->sensitivity_count; i++) {
		const struct report_sensitivity *item = &json->report->sensitivities[i];
		json_begin(json, NULL, '{');
		json_string(json, "change", item->name);
		json_integer(json, "staffing_s", item->headline[CAUSE_STAFFING].s);
		json_integer(json, "procedure_s", item->headline[CAUSE_PROCEDURE].s);
		json_integer(json, "technical_s", item->headline[CAUSE_TECHNICAL].s);
		json_integer(json, "undetermined_s", item->headline[CAUSE_UNDETERMINED].s);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_regulation(struct json *json, enum language language)
{
	json_begin(json, "regulation", '[');
	for (size_t i = 0; i < json->report->regulation_count; i++) {
		const struct report_regulation *rule = &json->report->regulations[i];
		char text[WORDS_SENTENCE_SIZE];
		words_regulation(language, json->report, rule, text);
		json_begin(json, NULL, '{');
		json_string(json, "rule", rule->rule);
		json_string(json, "source", rule->source);
		json_string(json, "state", rule->state);
		json_time(json, "in_force", rule->in_force_at);
		json_time(json, "start", rule->start_at);
		json_time(json, "due", rule->due_at);
		json_integer(json, "measured_s", rule->measured.s);
		json_integer(json, "threshold_s", rule->threshold.s);
		json_string(json, "missing", rule->missing);
		json_string(json, "text", text);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

static void put_warnings(struct json *json)
{
	json_begin(json, "warnings", '[');
	for (size_t i = 0; i < json->report->warning_count; i++) {
		json_begin(json, NULL, '{');
		json_string(json, "origin", json->report->warnings[i].origin);
		json_string(json, "text", json->report->warnings[i].text);
		json_finish(json, '}');
	}
	json_finish(json, ']');
}

void json_tables(struct json *json, enum language language)
{
	put_triggers(json);
	put_deviations(json);
	put_faults(json);
	put_approvals(json);
	put_presence(json);
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

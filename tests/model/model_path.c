// SPDX-License-Identifier: MIT
/* The reference model: the controlling paths, their ledgers, headline and chronological shares. */
#include "model.h"

#include <string.h>

enum { AFTER_RESTORATION_S = 60, CHARGES = 65536 };

bool model_eligible(const struct model_night *night, int instance)
{
	const struct model_instance *one = &night->instance[instance];
	return one->restores && one->start < night->restored &&
	       one->end < night->restored + AFTER_RESTORATION_S + one->width;
}

int64_t model_clipped_end(const struct model_night *night, int instance)
{
	int64_t end = night->instance[instance].end;
	return end < night->restored ? end : night->restored;
}

static void add_segment(struct model_path *path, int instance, int64_t from, int64_t to)
{
	if (to > from) {
		path->segment[path->segment_count++] = (struct model_segment){instance, from, to};
	}
}

/* Did the one have to wait for the other, through whatever others? */
static bool waited_for(const struct model_night *night, int one, int other)
{
	for (int i = 0; i < night->instance[one].pred_count; i++) {
		int pred = night->instance[one].pred[i];
		if (pred == other || waited_for(night, pred, other)) {
			return true;
		}
	}
	return false;
}

/* A tie is between ways: what another of the tied waited for is on that one's way. */
static int leave_out_earlier(const struct model_night *night, int tied[MODEL_INSTANCES], int count)
{
	int left[MODEL_INSTANCES];
	int kept = 0;
	for (int i = 0; i < count; i++) {
		bool earlier = false;
		for (int j = 0; j < count; j++) {
			earlier = earlier || (j != i && waited_for(night, tied[j], tied[i]));
		}
		if (!earlier) {
			left[kept++] = tied[i];
		}
	}
	for (int i = 0; i < kept; i++) {
		tied[i] = left[i];
	}
	return kept;
}

/* Walks back from the end of instance x at t; `path` is what lies behind, copied for each tie. */
static void walk(struct model_night *night, int x, int64_t t, struct model_path path)
{
	const struct model_instance *one = &night->instance[x];
	int tied[MODEL_INSTANCES];
	int count = 0;
	int64_t latest = MODEL_NONE;
	for (int i = 0; i < one->pred_count; i++) {
		int64_t end = night->instance[one->pred[i]].end;
		latest = end <= t && end > latest ? end : latest;
	}
	for (int i = 0; i < one->pred_count; i++) {
		int64_t end = night->instance[one->pred[i]].end;
		if (end <= t && end >= latest - night->eps) {
			tied[count++] = one->pred[i];
		}
	}
	count = leave_out_earlier(night, tied, count);
	if (count == 0) {
		add_segment(&path, x, night->start, t);
		if (night->path_count == MODEL_PATHS) {
			night->path_overflow = true;
			return;
		}
		night->path[night->path_count++] = path;
		return;
	}
	path.weight /= count;
	for (int i = 0; i < count && !night->path_overflow; i++) {
		struct model_path next = path;
		int64_t end = night->instance[tied[i]].end;
		add_segment(&next, x, end, t);
		walk(night, tied[i], end, next);
	}
}

static void label_tail(struct model_night *night, int64_t from)
{
	for (int64_t at = from; at < night->restored; at += night->tick) {
		struct model_moment *moment = model_at(night, MODEL_NONE, at);
		bool stops = false;
		moment->phase = MODEL_WAIT;
		moment->lost = true;
		moment->leaf_count = model_blockers(night, MODEL_NONE, at, moment->leaf, &stops);
		for (int i = 0; i < moment->leaf_count; i++) {
			moment->leaf[i].until = moment->leaf[i].to < night->restored
							? moment->leaf[i].to
							: night->restored;
		}
		if (moment->leaf_count == 0) {
			moment->leaf_count = 1;
			moment->leaf[0].cause = MODEL_U;
			model_copy(moment->leaf[0].name,
				   model_covered(night, MODEL_NONE, at) ? "U.SILENCE" : "U.GAP");
		}
	}
}

void model_paths(struct model_night *night)
{
	static const struct model_path empty;
	int top[MODEL_INSTANCES];
	int count = 0;
	night->top = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		if (model_eligible(night, i) &&
		    (night->top == MODEL_NONE ||
		     night->instance[i].end > night->instance[night->top].end)) {
			night->top = i;
		}
	}
	if (night->top == MODEL_NONE) {
		return;
	}
	int64_t latest = model_clipped_end(night, night->top);
	for (int i = 0; i < night->instance_count; i++) {
		if (model_eligible(night, i) &&
		    model_clipped_end(night, i) >= latest - night->eps) {
			top[count++] = i;
		}
	}
	count = leave_out_earlier(night, top, count);
	label_tail(night, latest - night->eps);
	for (int i = 0; i < count; i++) {
		struct model_path path = empty;
		int64_t end = model_clipped_end(night, top[i]);
		path.weight = 1.0 / count;
		add_segment(&path, MODEL_NONE, end, night->restored);
		walk(night, top[i], end, path);
	}
}

/* What the steps of a path were allowed and used. */
struct account {
	char step[MODEL_TEXT];
	int64_t effective, off_path, used, last_end;
	bool running; /* when the logs ended */
};

/* Has the last that is known of a step no end? */
static bool is_open(const struct model_night *night, const char *step)
{
	bool open = false;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (model_same(one->step, step) && one->attempt == one->count) {
			open = model_same(one->outcome, "open");
		}
	}
	return open;
}

static int accounts_of(const struct model_night *night, const struct model_path *path,
		       struct account account[MODEL_INSTANCES])
{
	int count = 0;
	for (int i = 0; i < path->segment_count; i++) {
		int instance = path->segment[i].instance;
		if (instance == MODEL_NONE) {
			continue;
		}
		const struct model_instance *one = &night->instance[instance];
		int at = 0;
		while (at < count && !model_same(account[at].step, one->step)) {
			at++;
		}
		if (at == count) {
			memset(&account[count++], 0, sizeof(account[0]));
			model_copy(account[at].step, one->step);
			account[at].effective = night->effective[instance];
			account[at].running = night->censored && is_open(night, one->step);
		}
		if (model_clipped_end(night, instance) > account[at].last_end) {
			account[at].last_end = model_clipped_end(night, instance);
		}
	}
	return count;
}

static bool on_path(const struct model_path *path, int instance, int64_t at)
{
	for (int i = 0; i < path->segment_count; i++) {
		const struct model_segment *segment = &path->segment[i];
		if (segment->instance == instance && segment->from <= at && at < segment->to) {
			return true;
		}
	}
	return false;
}

static void use(const struct model_night *night, const struct model_path *path,
		struct account *account)
{
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (!model_same(one->step, account->step)) {
			continue;
		}
		int64_t from = one->start > night->start ? one->start : night->start;
		for (int64_t at = from; at < one->end; at += night->tick) {
			const struct model_moment *moment = model_at(night, i, at);
			if (moment->phase != MODEL_WORK || moment->lost) {
				continue;
			}
			if (on_path(path, i, at)) {
				account->used += night->tick;
			} else {
				account->off_path += night->tick;
			}
		}
	}
	if (account->running) {
		account->effective = account->used + account->off_path;
	}
}

/* A loss or a recovery, in time order. */
struct change {
	int64_t at, amount; /* negative: recovered */
	double part[MODEL_CAUSES];
};

static void split(const struct model_moment *moment, double part[MODEL_CAUSES])
{
	bool blocks[MODEL_CAUSES] = {false};
	int count = 0;
	for (int i = 0; i < moment->leaf_count; i++) {
		count += !blocks[moment->leaf[i].cause];
		blocks[moment->leaf[i].cause] = true;
	}
	for (int i = 0; i < MODEL_CAUSES; i++) {
		part[i] = blocks[i] ? 1.0 / count : 0;
	}
}

static void charge(struct model_path *path, const struct change *change, int count, double level)
{
	static double after[CHARGES + 1];
	double now = level;
	for (int i = 0; i < count; i++) {
		now += (double)change[i].amount;
		after[i] = now;
	}
	for (int i = 0; i < count; i++) {
		double low = i == 0 ? level : after[i - 1];
		double high = after[i];
		for (int j = i + 1; j < count; j++) {
			high = after[j] < high ? after[j] : high;
		}
		low = low > 0 ? low : 0;
		for (int j = 0; j < MODEL_CAUSES && change[i].amount > 0 && high > low; j++) {
			path->chronological[j] += (high - low) * change[i].part[j];
		}
	}
}

/* Losses tick by tick from window start, a step's unused allowance when its last instance ends. */
static int changes_of(const struct model_night *night, const struct model_path *path,
		      const struct account *account, int accounts, struct change *change)
{
	int count = 0;
	if (path->reserve < 0) {
		change[count++] = (struct change){night->start, -path->reserve, {0, 1, 0, 0}};
	}
	for (int64_t at = night->start; at <= night->restored; at += night->tick) {
		for (int i = 0; i < accounts; i++) {
			const struct account *one = &account[i];
			int64_t unused = one->effective - one->off_path - one->used;
			if (one->last_end == at && unused > 0) {
				change[count++] = (struct change){at, -unused, {0}};
			}
		}
		for (int i = 0; i < path->segment_count; i++) {
			const struct model_segment *segment = &path->segment[i];
			if (at < segment->from || at >= segment->to) {
				continue;
			}
			const struct model_moment *moment = model_at(night, segment->instance, at);
			if (moment->lost) {
				change[count] = (struct change){at, night->tick, {0}};
				split(moment, change[count].part);
				count++;
			}
		}
	}
	return count;
}

static void count_moment(const struct model_night *night, struct model_path *path,
			 const struct model_moment *moment)
{
	double part[MODEL_CAUSES];
	split(moment, part);
	if (moment->phase == MODEL_GATE) {
		path->reserve -= night->tick;
	}
	path->lost += moment->lost ? night->tick : 0;
	for (int i = 0; i < MODEL_CAUSES && moment->lost; i++) {
		path->share[i] += part[i] * (double)night->tick;
	}
}

static void ledger(const struct model_night *night, struct model_path *path)
{
	static struct change change[CHARGES];
	struct account account[MODEL_INSTANCES];
	int accounts = accounts_of(night, path, account);
	path->reserve = night->end - night->start;
	for (int i = 0; i < accounts; i++) {
		use(night, path, &account[i]);
		path->reserve -= account[i].effective - account[i].off_path;
		path->recovered += account[i].effective - account[i].off_path - account[i].used;
	}
	for (int i = 0; i < path->segment_count; i++) {
		const struct model_segment *segment = &path->segment[i];
		for (int64_t at = segment->from; at < segment->to; at += night->tick) {
			count_moment(night, path, model_at(night, segment->instance, at));
		}
	}
	if (path->reserve < 0) {
		path->share[MODEL_P] += (double)-path->reserve;
	}
	int changes = changes_of(night, path, account, accounts, change);
	charge(path, change, changes, path->reserve > 0 ? (double)-path->reserve : 0);
}

void model_ledger(struct model_night *night)
{
	for (int i = 0; i < night->path_count; i++) {
		struct model_path *path = &night->path[i];
		ledger(night, path);
		double sum = 0;
		for (int j = 0; j < MODEL_CAUSES; j++) {
			sum += path->share[j];
		}
		for (int j = 0; j < MODEL_CAUSES && night->overrun > 0; j++) {
			path->headline[j] = (double)night->overrun * path->share[j] / sum;
			night->headline[j] += path->weight * path->headline[j];
			night->chronological[j] += path->weight * path->chronological[j];
		}
	}
}

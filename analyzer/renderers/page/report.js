/* What the page can do with a script; without one it says the same. No network, no storage. */
(function () {
	"use strict";
	var svg = document.querySelector("svg.night");
	document.body.classList.add("js");

	/* A target is shown open: its own lines, and whatever it is folded into. */
	function reveal() {
		var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
		if (!target) { return; }
		var inner = target.querySelector("details");
		if (inner) { inner.open = true; }
		for (var up = target.parentElement; up; up = up.parentElement) {
			if (up.tagName === "DETAILS") { up.open = true; }
		}
		target.scrollIntoView({block: "center"});
	}
	addEventListener("hashchange", reveal);
	reveal();

	/* Only what scrolls is a stop for the keyboard. */
	function stops() {
		document.querySelectorAll(".table").forEach(function (table) {
			if (table.scrollWidth > table.clientWidth) { table.tabIndex = 0; } else { table.removeAttribute("tabindex"); }
		});
	}
	addEventListener("resize", stops);
	stops();

	if (!svg) { return; }
	var plot = svg.parentElement;
	var tools = document.querySelector(".tools");
	var tip = document.createElement("div");
	var zoom = 1;
	var from = +svg.dataset.from, to = +svg.dataset.to, east = +svg.dataset.east;
	var panels = Array.prototype.slice.call(document.querySelectorAll(".chart .names .panel"));
	var counts = JSON.parse(document.getElementById("counts").textContent);
	tip.className = "tip";
	tip.hidden = true;
	tip.setAttribute("aria-hidden", "true"); /* what it says is the name of what is pointed at */
	document.body.appendChild(tip);

	/* Titles become our own tips: the browser's would come late and twice. */
	svg.querySelectorAll("title").forEach(function (title) {
		title.parentElement.dataset.tip = title.textContent;
		title.parentElement.setAttribute("aria-label", title.textContent);
		title.remove();
	});

	/* A leaf stands in its span wherever there is room. */
	function fit() {
		svg.querySelectorAll("text.maybe").forEach(function (text) {
			var link = text.parentElement;
			link.classList.add("fits");
			var room = link.querySelector("rect").getBoundingClientRect().width;
			if (text.getBBox().width + 8 > room) { link.classList.remove("fits"); }
		});
	}

	function widen(factor, at) {
		var middle = at === undefined ? plot.clientWidth / 2 : at;
		var share = (plot.scrollLeft + middle) / svg.clientWidth;
		zoom = Math.min(32, Math.max(1, factor));
		svg.style.width = zoom * 100 + "%";
		svg.style.minWidth = zoom > 1 ? zoom * 760 + "px" : "";
		if (zoom > 1.5) { svg.dataset.zoomed = "1"; } else { delete svg.dataset.zoomed; }
		plot.scrollLeft = share * svg.clientWidth - middle;
		tools.querySelector("output").textContent = zoom > 1 ? "×" + Math.round(zoom * 10) / 10 : "";
		fit();
	}
	tools.hidden = false;
	tools.addEventListener("click", function (event) {
		var button = event.target.closest("button");
		if (button) { widen(button.dataset.zoom === "1" ? 1 : zoom * +button.dataset.zoom); }
	});
	plot.addEventListener("keydown", function (event) {
		if (event.key === "+" || event.key === "=") { widen(zoom * 1.5); }
		if (event.key === "-") { widen(zoom / 1.5); }
		if (event.key === "0") { widen(1); }
	});
	plot.addEventListener("wheel", function (event) {
		if (!event.ctrlKey) { return; }
		event.preventDefault();
		widen(zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX - plot.getBoundingClientRect().left);
	}, {passive: false});
	addEventListener("resize", fit);
	fit();

	/* Filter: one cause at a time, in the chart and in the table of lost minutes. */
	var chosen = "";
	var choices = document.querySelectorAll(".legend [data-cause]");
	function choose(cause) {
		chosen = chosen === cause ? "" : cause;
		choices.forEach(function (choice) {
			choice.setAttribute("aria-pressed", String(choice.dataset.cause === chosen));
		});
		document.querySelectorAll("[data-causes]").forEach(function (row) {
			row.classList.toggle("dim", chosen !== "" && row.dataset.causes.split(" ").indexOf(chosen) < 0);
		});
		svg.querySelectorAll(".span").forEach(function (span) {
			span.classList.toggle("dim", chosen !== "" && !span.classList.contains("c-" + chosen));
		});
	}
	choices.forEach(function (choice) {
		choice.setAttribute("role", "button");
		choice.setAttribute("aria-pressed", "false");
		choice.tabIndex = 0;
		choice.addEventListener("click", function () { choose(choice.dataset.cause); });
		choice.addEventListener("keydown", function (event) {
			if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(choice.dataset.cause); }
		});
	});

	/* Hover: the minute under the pointer, what is drawn there, what was counted then. */
	var cross = document.createElementNS(svg.namespaceURI, "line");
	cross.setAttribute("class", "cross");
	cross.setAttribute("y2", "100%");
	cross.style.display = "none";
	svg.appendChild(cross);
	function clock(seconds) {
		var local = seconds + (seconds < +svg.dataset.change ? east : +svg.dataset.then);
		return new Date(local * 1000).toISOString().slice(11, 16);
	}
	function counted(seconds) {
		var most = 14; /* lines that a tip has room for */
		return counts.slice(0, most).map(function (series, i) {
			var bin = Math.floor((seconds - from) / series.s);
			var name = panels[i] ? panels[i].querySelector("b").textContent : "";
			var bad = series.bad[bin] || 0;
			return series.ok.length ? name + "  " + (series.ok[bin] || 0) + " ✓ " + bad + " ✕" : name + "  " + bad;
		}).join("\n") + (counts.length > most ? "\n…" : "");
	}
	function place(x, y) {
		tip.hidden = false;
		tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + "px";
		tip.style.top = Math.max(8, y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 12 : y + 18) + "px";
	}
	plot.addEventListener("pointermove", function (event) {
		var box = svg.getBoundingClientRect();
		var share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
		var seconds = from + share * (to - from);
		var marked = event.target.closest("[data-tip]:not(.panel)");
		cross.style.display = "";
		cross.setAttribute("x1", share * 100 + "%");
		cross.setAttribute("x2", share * 100 + "%");
		tip.textContent = clock(seconds) + "\n" + (marked ? marked.dataset.tip : counted(seconds));
		place(event.clientX, event.clientY);
	});
	plot.addEventListener("pointerleave", function () { tip.hidden = true; cross.style.display = "none"; });
	svg.addEventListener("focusin", function (event) {
		var marked = event.target.closest("[data-tip]");
		if (!marked || !marked.matches(":focus-visible")) { return; }
		var box = marked.getBoundingClientRect();
		tip.textContent = marked.dataset.tip;
		place(box.left, box.bottom);
	});
	svg.addEventListener("focusout", function () { tip.hidden = true; });
	addEventListener("keydown", function (event) { if (event.key === "Escape") { tip.hidden = true; } });
}());

// Small comforts. Every page works without them.
import "./unsent.js"; // first: what others make of a form comes after its words
import "./tags.js";
import "./confirm.js";
import "./staying.js";
import "./counter.js";
import "./copy.js";
import "./fragments.js";
import "./print.js";
import "./choosing.js";
import "./tabs.js";
import "./tickets.js";
import "./leaving.js";
import "./countdown.js";
import "./once.js"; // last: what another has taken on itself is not sent

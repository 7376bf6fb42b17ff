// Small comforts. Every page works without them.
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

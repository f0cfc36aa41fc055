// The look both entries begin with.
import "./tokens.css";
import "./base.css";
import "./bigType";

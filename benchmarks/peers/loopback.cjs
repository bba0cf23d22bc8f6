// Keeps a Node server on the loopback interface: Eleventy's listens on every interface and has no setting for it.
const { Server } = require("node:net");
const listen = Server.prototype.listen;

Server.prototype.listen = function (first, ...rest) {
  const wide = first !== null && typeof first === "object" && "port" in first && !first.host;
  return listen.call(this, wide ? { ...first, host: "127.0.0.1" } : first, ...rest);
};

export default {
  name: "login_code",
  language: "hi",
  category: "AUTHENTICATION",
  message_send_ttl_seconds: 10 * 60,
  components: [
    { type: "BODY", add_security_recommendation: true },
    { type: "FOOTER", code_expiration_minutes: 120 },
    { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "ONE_TAP", supported_apps: apps }] },
  ],
};

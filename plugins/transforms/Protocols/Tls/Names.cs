using System.Collections.Frozen;
using System.Net.Security;
using System.Text;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>What numbers of TLS are called in IANA's registries; empty where they have no name here.</summary>
internal static class Names
{
    private static readonly FrozenDictionary<ushort, byte[]> Ciphers =
        Enum.GetValues<TlsCipherSuite>().Distinct().ToFrozenDictionary(c => (ushort)c, c => Encoding.ASCII.GetBytes(c.ToString()));

    private static readonly FrozenDictionary<ushort, byte[]> Extensions = Of(
        (0, "server_name"), (1, "max_fragment_length"), (5, "status_request"), (10, "supported_groups"), (11, "ec_point_formats"), (13, "signature_algorithms"),
        (14, "use_srtp"), (15, "heartbeat"), (16, "application_layer_protocol_negotiation"), (17, "status_request_v2"), (18, "signed_certificate_timestamp"),
        (21, "padding"), (22, "encrypt_then_mac"), (23, "extended_master_secret"), (27, "compress_certificate"), (28, "record_size_limit"),
        (34, "delegated_credential"), (35, "session_ticket"), (41, "pre_shared_key"), (42, "early_data"), (43, "supported_versions"), (44, "cookie"),
        (45, "psk_key_exchange_modes"), (47, "certificate_authorities"), (48, "oid_filters"), (49, "post_handshake_auth"), (50, "signature_algorithms_cert"),
        (51, "key_share"), (57, "quic_transport_parameters"), (13172, "next_protocol_negotiation"), (17513, "application_settings"),
        (17613, "application_settings"), (65037, "encrypted_client_hello"), (65281, "renegotiation_info"));

    private static readonly FrozenDictionary<ushort, byte[]> Groups = Of(
        (19, "secp192r1"), (21, "secp224r1"), (22, "secp256k1"), (23, "secp256r1"), (24, "secp384r1"), (25, "secp521r1"), (26, "brainpoolP256r1"),
        (27, "brainpoolP384r1"), (28, "brainpoolP512r1"), (29, "x25519"), (30, "x448"), (256, "ffdhe2048"), (257, "ffdhe3072"), (258, "ffdhe4096"),
        (259, "ffdhe6144"), (260, "ffdhe8192"), (512, "MLKEM512"), (513, "MLKEM768"), (514, "MLKEM1024"), (4587, "SecP256r1MLKEM768"), (4588, "X25519MLKEM768"),
        (4589, "SecP384r1MLKEM1024"), (25497, "X25519Kyber768Draft00"));

    private static readonly FrozenDictionary<ushort, byte[]> Alerts = Of(
        (0, "close_notify"), (10, "unexpected_message"), (20, "bad_record_mac"), (21, "decryption_failed"), (22, "record_overflow"),
        (30, "decompression_failure"), (40, "handshake_failure"), (41, "no_certificate"), (42, "bad_certificate"), (43, "unsupported_certificate"),
        (44, "certificate_revoked"), (45, "certificate_expired"), (46, "certificate_unknown"), (47, "illegal_parameter"), (48, "unknown_ca"),
        (49, "access_denied"), (50, "decode_error"), (51, "decrypt_error"), (60, "export_restriction"), (70, "protocol_version"),
        (71, "insufficient_security"), (80, "internal_error"), (86, "inappropriate_fallback"), (90, "user_canceled"), (100, "no_renegotiation"),
        (109, "missing_extension"), (110, "unsupported_extension"), (111, "certificate_unobtainable"), (112, "unrecognized_name"),
        (113, "bad_certificate_status_response"), (115, "unknown_psk_identity"), (116, "certificate_required"), (120, "no_application_protocol"));

    public static ReadOnlySpan<byte> OfCipher(ushort id) => Ciphers.GetValueOrDefault(id);

    public static ReadOnlySpan<byte> OfExtension(ushort id) => Extensions.GetValueOrDefault(id);

    public static ReadOnlySpan<byte> OfGroup(ushort id) => Groups.GetValueOrDefault(id);

    public static ReadOnlySpan<byte> OfAlert(byte id) => Alerts.GetValueOrDefault(id);

    /// <summary>As OpenTelemetry has it: a number, but for SSL 3.</summary>
    public static ReadOnlySpan<byte> OfVersion(ushort version) => version switch
    {
        0x0304 => "1.3"u8,
        0x0303 => "1.2"u8,
        0x0302 => "1.1"u8,
        0x0301 => "1.0"u8,
        0x0300 => "SSL3"u8,
        _ => default,
    };

    private static FrozenDictionary<ushort, byte[]> Of(params (ushort Id, string Name)[] names) => names.ToFrozenDictionary(n => n.Id, n => Encoding.ASCII.GetBytes(n.Name));
}

using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>The table <c>tls_events</c>.</summary>
internal static class TlsTable
{
    public const int RequestType = CommonColumns.Count;
    public const int RequestBody = RequestType + 1;
    public const int ResponseType = RequestBody + 1;
    public const int ResponseBody = ResponseType + 1;
    public const int Version = ResponseBody + 1;
    public const int ServerName = Version + 1;
    public const int Alpn = ServerName + 1;
    public const int NextProtocol = Alpn + 1;
    public const int Cipher = NextProtocol + 1;
    public const int Group = Cipher + 1;
    public const int Ja4 = Group + 1;
    public const int Resumed = Ja4 + 1;
    public const int Retried = Resumed + 1;
    public const int Alert = Retried + 1;
    public const int AlertedBy = Alert + 1;
    public const int Latency = AlertedBy + 1;

    private static readonly ColumnType Requests = ColumnType.Enum(1, signed: false, [new("client_hello", (long)HandshakeType.ClientHello)]);

    private static readonly ColumnType Responses = ColumnType.Enum(
        1, signed: false, [new("none", 0), new("server_hello", (long)HandshakeType.ServerHello)]);

    private static readonly ColumnType Ends = ColumnType.Enum(1, signed: false, [new("nobody", 0), new("client", 1), new("server", 2)]);

    public static TableSchema Schema { get; } = new(
        "tls_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_type", Requests) { Help = "What the client began with.", Heading = "" },
            new("req_body", ColumnType.Utf8) { Help = "The client's hello as JSON, as far as there is room.", Heading = "" },
            new("resp_type", Responses) { Help = "What the server answered with; none: an alert came in its place.", Heading = "" },
            new("resp_body", ColumnType.Utf8) { Help = "The server's hello as JSON, as far as there is room.", Heading = "" },
            new("version", ColumnType.Utf8) { Help = "Version that was agreed on: 1.3, 1.2; empty where none was.", Heading = "VERSION", Width = 7, Attribute = "tls.protocol.version" },
            new("server_name", ColumnType.Utf8) { Help = "Name of the server that the client asked for (SNI).", Heading = "SNI", Attribute = "tls.client.server_name" },
            new("alpn", ColumnType.Utf8List) { Help = "Protocols that the client offered (ALPN).", Heading = "ALPN" },
            new("next_protocol", ColumnType.Utf8) { Help = "The one that the server chose; version 1.3 does not tell it in the clear.", Heading = "", Attribute = "tls.next_protocol" },
            new("cipher", ColumnType.Utf8) { Help = "Cipher suite that the server chose.", Heading = "CIPHER", Attribute = "tls.cipher" },
            new("curve", ColumnType.Utf8) { Help = "Group of the key exchange; before version 1.3 empty.", Heading = "", Attribute = "tls.curve" },
            new("ja4", ColumnType.Utf8) { Help = "JA4 fingerprint of the client.", Heading = "JA4", Width = 36 },
            new("resumed", ColumnType.Bool) { Help = "Whether an earlier session goes on.", Heading = "", Attribute = "tls.resumed" },
            new("retried", ColumnType.Bool) { Help = "Whether the server asked for another hello first.", Heading = "" },
            new("alert", ColumnType.Utf8) { Help = "The fatal alert that ended the handshake; empty: none was seen.", Heading = "ALERT", Attribute = "error.type" },
            new("alert_by", Ends) { Help = "Who sent it.", Heading = "" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the client's hello to the last byte of the server's, or of the alert in its place.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Beginnings of TLS connections: what the client offered and what the server chose.",
        Span = new SpanColumns("time", "latency_ns", "alert", "server_name"),
    };
}

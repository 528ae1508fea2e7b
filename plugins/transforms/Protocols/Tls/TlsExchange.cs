using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>The beginning of a TLS connection: a row, once the server has answered. Used again for the next.</summary>
internal sealed class TlsExchange(HelloText text, Ja4 ja4) : IRow
{
    private readonly ByteList _request = new();
    private readonly ByteList _response = new();
    private readonly ByteList _session = new();
    private readonly ByteList _serverName = new();
    private readonly ByteList _alpn = new();
    private readonly ByteList _nextProtocol = new();
    private readonly byte[] _ja4 = new byte[Ja4.Length];
    private Endpoints _endpoints;
    private ushort _version;
    private ushort _cipher;
    private ushort _group;
    private bool _isResumed;
    private byte _alert;

    public long Time { get; private set; }

    /// <summary>When the last byte of the server's hello was moved, or of the alert in its place.</summary>
    public long EndTime { get; private set; }

    public bool HasAnswer { get; private set; }

    public bool IsRetried { get; set; }

    /// <summary>Whether what follows is of no interest: since 1.3 it is encrypted.</summary>
    public bool IsLast => _version >= 0x0304;

    public Side? AlertedBy { get; private set; }

    public int Memory => _request.Capacity + _response.Capacity + _session.Capacity + _serverName.Capacity + _alpn.Capacity + _nextProtocol.Capacity;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, in Hello client, long time)
    {
        (_endpoints, Time) = (endpoints, time);
        _request.Add(text.Client(client));
        _session.Add(client.SessionId);
        _serverName.Add(HelloFacts.ServerName(client));
        ja4.Of(client).CopyTo(_ja4);
        var offers = new Fields(new Fields(Extensions.Find(client.Extensions, ExtensionType.Alpn, out _)).Vector());
        Span<byte> length = stackalloc byte[4];
        while (!offers.IsEmpty)
        {
            var offer = offers.ShortVector();
            BinaryPrimitives.WriteInt32LittleEndian(length, offer.Length);
            _alpn.Add(length);
            _alpn.Add(offer);
        }
    }

    public void Answer(in Hello server, long time)
    {
        (HasAnswer, EndTime) = (true, time);
        _response.Add(text.Server(server));
        (_version, _group) = (HelloFacts.Version(server), HelloFacts.Group(server));
        _cipher = BinaryPrimitives.ReadUInt16BigEndian(server.Ciphers);
        _nextProtocol.Add(HelloFacts.NextProtocol(server));
        _isResumed = HelloFacts.IsResumed(server, _session.Bytes);
    }

    public void Fail(Side by, byte alert, long time)
    {
        (AlertedBy, _alert) = (by, alert);
        if (!HasAnswer)
            EndTime = time;
    }

    public void Clear()
    {
        _request.Clear();
        _response.Clear();
        _session.Clear();
        _serverName.Clear();
        _alpn.Clear();
        _nextProtocol.Clear();
        (_version, _cipher, _group, _isResumed, _alert) = (0, 0, 0, false, 0);
        (Time, EndTime, HasAnswer, IsRetried, AlertedBy) = (0, 0, false, false, null);
    }

    public void Write(BatchBuilder rows)
    {
        Span<byte> hex = stackalloc byte[NumberText.HexBytes];
        rows.Set(TlsTable.RequestType, (byte)HandshakeType.ClientHello);
        rows.Set(TlsTable.RequestBody, _request.Bytes);
        rows.Set(TlsTable.ServerName, _serverName.Bytes);
        rows.Set(TlsTable.Alpn, _alpn.Bytes);
        rows.Set(TlsTable.Ja4, _ja4);
        rows.Set(TlsTable.Retried, IsRetried ? (byte)1 : (byte)0);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(TlsTable.Latency, Math.Max(0, EndTime - Time));
        if (HasAnswer)
        {
            rows.Set(TlsTable.ResponseType, (byte)HandshakeType.ServerHello);
            rows.Set(TlsTable.ResponseBody, _response.Bytes);
            rows.Set(TlsTable.Version, NumberText.NameOr(Names.OfVersion(_version), _version, hex));
            rows.Set(TlsTable.NextProtocol, _nextProtocol.Bytes);
            rows.Set(TlsTable.Cipher, NumberText.NameOr(Names.OfCipher(_cipher), _cipher, hex));
            rows.Set(TlsTable.Resumed, _isResumed ? (byte)1 : (byte)0);
        }

        if (_group != 0)
            rows.Set(TlsTable.Group, NumberText.NameOr(Names.OfGroup(_group), _group, hex));
        if (AlertedBy is not { } side)
            return;
        rows.Set(TlsTable.Alert, NumberText.NameOr(Names.OfAlert(_alert), _alert, hex));
        rows.Set(TlsTable.AlertedBy, side == Side.Request ? (byte)1 : (byte)2);
    }
}

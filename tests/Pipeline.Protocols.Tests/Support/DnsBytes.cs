using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Writes messages, without compression but where asked for.</summary>
internal sealed class DnsBytes
{
    public const ushort Asked = 0x0100, Answered = 0x8180;

    private readonly List<byte> _bytes;

    /// <param name="written">A whole message.</param>
    public DnsBytes(byte[] written) => _bytes = [.. written];

    public DnsBytes(ushort id, ushort bits)
        : this(new byte[12])
    {
        Put(0, id);
        Put(2, bits);
    }

    public byte[] Bytes => [.. _bytes];

    /// <summary>As in a stream.</summary>
    public byte[] Prefixed => [(byte)(_bytes.Count >> 8), (byte)_bytes.Count, .. _bytes];

    /// <summary>A query of the usual kind.</summary>
    public static DnsBytes Query(ushort id, string name, ushort type = 1) => new DnsBytes(id, Asked).Question(name, type);

    /// <summary>A response of the usual kind, without records.</summary>
    public static DnsBytes Response(ushort id, string name, ushort type = 1, int code = 0) => new DnsBytes(id, (ushort)(Answered | code)).Question(name, type);

    public DnsBytes Question(string name, ushort type = 1, ushort @class = 1)
    {
        Name(name);
        Add(type);
        Add(@class);
        return Count(4);
    }

    public DnsBytes Answer(string name, ushort type, params byte[] data) => Record(6, name, type, 1, 300, data);

    public DnsBytes Address(string name, params byte[] address) => Answer(name, 1, address);

    /// <summary>EDNS, with options as they are written.</summary>
    public DnsBytes Edns(uint ttl = 0, params byte[] options) => Record(10, "", 41, 1232, ttl, options);

    /// <param name="section">Where the section's count stands in the header.</param>
    /// <param name="name">The owner.</param>
    /// <param name="type">Its type.</param>
    /// <param name="class">Its class.</param>
    /// <param name="ttl">How long it is good for.</param>
    /// <param name="data">Its data.</param>
    public DnsBytes Record(int section, string name, ushort type, ushort @class, uint ttl, byte[] data)
    {
        Name(name);
        Add(type);
        Add(@class);
        Add((ushort)(ttl >> 16));
        Add((ushort)ttl);
        Add((ushort)data.Length);
        _bytes.AddRange(data);
        return Count(section);
    }

    public DnsBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public DnsBytes Put(int at, ushort value)
    {
        (_bytes[at], _bytes[at + 1]) = ((byte)(value >> 8), (byte)value);
        return this;
    }

    public static byte[] NameBytes(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    private void Name(string name) => _bytes.AddRange(NameBytes(name));

    private void Add(ushort value) => _bytes.AddRange([(byte)(value >> 8), (byte)value]);

    private DnsBytes Count(int section)
    {
        Put(section, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(section)) + 1));
        return this;
    }
}

using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>A command with its answer, or without one: a row. Used again for the next.</summary>
internal sealed class MemcachedExchange : IRow
{
    private const int BaseBytes = 320;

    private readonly ByteList _keys = new();
    private readonly ByteList _status = new();
    private readonly ByteList _text = new();
    private readonly ByteList _one = new();
    private Endpoints _endpoints;
    private ulong _hits;
    private ulong _answerBytes;
    private uint _flags;
    private ulong _responseSize;
    private bool _isError;

    public TextFormat Format { get; set; }

    public Family Family { get; set; }

    public ByteList Name { get; } = new();

    /// <summary>The first key as sent, of which an answer may tell.</summary>
    public ByteList FirstKey { get; } = new();

    public ByteList Opaque { get; } = new();

    public uint BinaryOpaque { get; set; }

    public byte BinaryOpcode { get; set; }

    public bool IsQuiet { get; set; }

    public bool IsRetrieval => Family is Family.Retrieval or Family.MetaGet || (Family == Family.Binary && BinaryOpcodes.IsGet(BinaryOpcode));

    public int KeyCount { get; set; }

    /// <summary>Of what is to be stored.</summary>
    public ulong ValueBytes { get; set; }

    public uint Flags { get; set; }

    public ulong RequestSize { get; set; }

    /// <summary>Its place among all commands.</summary>
    public long Sequence { get; set; }

    public long Time { get; private set; }

    public long EndTime { get; private set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => BaseBytes + _keys.Capacity + FirstKey.Capacity + Opaque.Capacity;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, long time)
    {
        (_endpoints, Time, EndTime) = (endpoints, time, time);
        foreach (var list in (ReadOnlySpan<ByteList>)[_keys, _status, _text, Name, FirstKey, Opaque])
            list.Clear();
        (_hits, _answerBytes, _flags, _responseSize, _isError) = (0, 0, 0, 0, false);
        (BinaryOpaque, BinaryOpcode, IsQuiet, KeyCount, ValueBytes, Flags, RequestSize, Sequence) = (0, 0, false, 0, 0, 0, 0, 0);
    }

    /// <summary>Adds a key to the list, while it has no more than some bytes.</summary>
    public void AddKey(ReadOnlySpan<byte> key, int most)
    {
        if (KeyCount++ == 0)
            FirstKey.Add(key);
        if (_keys.Length + key.Length + sizeof(uint) > most)
            return;
        _one.Clear();
        Readable.Add(_one, key, most, TextStyle.Plain);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)_one.Length);
        _keys.Add(length);
        _keys.Add(_one.Bytes);
    }

    public void Answer(MemcachedReply reply, long time)
    {
        (EndTime, _hits, _answerBytes, _flags, _responseSize, _isError) = (time, reply.Hits, reply.ValueBytes, reply.Flags, reply.Size, reply.IsError);
        _status.Add(reply.Status.Bytes);
        _text.Add(reply.Text.Bytes);
    }

    public void Write(BatchBuilder rows)
    {
        rows.Set(MemcachedTable.Command, Name.Bytes);
        rows.Set(MemcachedTable.Format, (byte)Format);
        rows.Set(MemcachedTable.Quiet, IsQuiet ? (byte)1 : (byte)0);
        rows.Set(MemcachedTable.Keys, _keys.Bytes);
        rows.Set(MemcachedTable.KeyCount, (ulong)KeyCount);
        rows.Set(MemcachedTable.Status, _status.Bytes);
        _one.Clear();
        Readable.Add(_one, _text.Bytes, int.MaxValue, TextStyle.Plain, isWhole: false);
        rows.Set(MemcachedTable.Response, _one.Bytes);
        if (_isError)
            rows.Set(MemcachedTable.Error, _status.Bytes);
        if (IsRetrieval && !_isError)
        {
            rows.Set(MemcachedTable.Hits, _hits);
            rows.Set(MemcachedTable.Misses, (ulong)Math.Max(0, KeyCount - (long)_hits));
        }

        rows.Set(MemcachedTable.ValueBytes, IsRetrieval ? _answerBytes : ValueBytes);
        rows.Set(MemcachedTable.Flags, IsRetrieval ? _flags : Flags);
        rows.Set(MemcachedTable.RequestSize, RequestSize);
        rows.Set(MemcachedTable.ResponseSize, _responseSize);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(MemcachedTable.Latency, Math.Max(0, EndTime - Time));
    }
}

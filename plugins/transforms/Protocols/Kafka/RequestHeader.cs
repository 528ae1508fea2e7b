using System.Buffers.Binary;
using System.Text.Unicode;
using Pipeline.Transforms.Protocols.Kafka.Messages;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>The fixed part of a request: length, kind, version, number, and the name of the client. Tagged fields of newer ones stand behind it.</summary>
internal readonly struct RequestHeader
{
    public const int LengthBytes = 4;

    /// <summary>What brokers take at most, unless they are told to take more.</summary>
    private const int MostBytes = 100 << 20;

    /// <summary>Nobody has refused a longer name, but nobody has one.</summary>
    private const int MostClient = 512;

    private const int NumberAt = 8;
    private const int ClientAt = 14;

    // Versions that came out since the texts beside this were written.
    private const int NewVersions = 3;

    /// <summary>Bytes of the request behind the length.</summary>
    public int Length { get; private init; }

    public short Key { get; private init; }

    public short Version { get; private init; }

    public int CorrelationId { get; private init; }

    public int ClientLength { get; private init; }

    /// <summary>Bytes of it, the length included.</summary>
    public int Size { get; private init; }

    /// <summary>What its body is made of; null: not known.</summary>
    public Api? Body => Api.Of(Key) is { } api && Version <= api.LastVersion ? api : null;

    /// <summary>The name of the client, in the view that this was read from.</summary>
    public ReadOnlySpan<byte> Client(ReadOnlySpan<byte> view) => view.Slice(Size - ClientLength, ClientLength);

    /// <summary>Reads one; bytes taken, <see cref="Wire.More"/> or <see cref="Wire.Wrong"/>.</summary>
    /// <param name="view">Where it begins.</param>
    /// <param name="isStrict">Whether only kinds are taken that are known.</param>
    /// <param name="header">It.</param>
    public static int Read(ReadOnlySpan<byte> view, bool isStrict, out RequestHeader header)
    {
        header = default;
        if (view.Length < LengthBytes)
            return view[0] <= MostBytes >> 24 ? Wire.More : Wire.Wrong;
        var length = BinaryPrimitives.ReadInt32BigEndian(view);
        if (length is < NumberAt or > MostBytes)
            return Wire.Wrong;
        if (view.Length < NumberAt)
            return Wire.More;
        var (key, version) = (BinaryPrimitives.ReadInt16BigEndian(view[4..]), BinaryPrimitives.ReadInt16BigEndian(view[6..]));
        if (!IsKind(key, version, isStrict))
            return Wire.Wrong;
        // The one kind that had a header without a client once.
        var hasClient = key != Api.ControlledShutdown || version > 0;
        var (size, client) = (hasClient ? ClientAt : ClientAt - 2, 0);
        if (length + LengthBytes < size)
            return Wire.Wrong;
        if (view.Length < size)
            return view.Length > NumberAt && (view[NumberAt] & 0x80) != 0 ? Wire.Wrong : Wire.More;
        var number = BinaryPrimitives.ReadInt32BigEndian(view[NumberAt..]);
        if (hasClient)
            client = BinaryPrimitives.ReadInt16BigEndian(view[(ClientAt - 2)..]);
        if (number < 0 || client < -1 || client > Math.Min(MostClient, length + LengthBytes - size))
            return Wire.Wrong;
        client = Math.Max(0, client);
        var name = view.Slice(size, Math.Min(client, view.Length - size));
        if (name.ContainsAnyInRange((byte)0, (byte)0x1F) || name.Contains((byte)0x7F))
            return Wire.Wrong;
        if (name.Length < client)
            return Wire.More;
        if (!Utf8.IsValid(name))
            return Wire.Wrong;
        header = new RequestHeader { Length = length, Key = key, Version = version, CorrelationId = number, ClientLength = client, Size = size + client };
        return header.Size;
    }

    private static bool IsKind(short key, short version, bool isStrict)
    {
        if (key < 0 || version < 0)
            return false;
        return Api.Of(key) is { } api ? version <= api.LastVersion + NewVersions : !isStrict && key < 1000 && version < 100;
    }
}

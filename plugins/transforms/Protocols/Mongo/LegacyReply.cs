using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What stands before the documents of an OP_REPLY.</summary>
internal static class LegacyReply
{
    private const int NoCursor = 1;
    private const int Failed = 2;
    private const int CodeOfNoCursor = 43;

    public static void Read(ReadOnlySpan<byte> view, MongoMessage message)
    {
        var flags = BinaryPrimitives.ReadInt32LittleEndian(view);
        message.CursorId = BinaryPrimitives.ReadInt64LittleEndian(view[4..]);
        message.Count = BinaryPrimitives.ReadInt32LittleEndian(view[16..]);
        message.IsOk = (flags & (NoCursor | Failed)) == 0;
        if ((flags & NoCursor) == 0)
            return;
        message.Code = CodeOfNoCursor;
        MongoMessage.Set(message.CodeName, "CursorNotFound"u8);
    }
}

using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What values of the documents that are looked into mean.</summary>
internal static class ScanValues
{
    /// <summary>A value that has no elements, whole.</summary>
    public static void Take(MongoMessage message, ScanRole role, byte type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isFirst)
    {
        switch (role)
        {
            case ScanRole.Request:
                OfRequest(message, type, name, value, isFirst);
                break;
            case ScanRole.Explained when isFirst && type == BsonType.String && Commands.NamesCollection(name):
                MongoMessage.Set(message.Collection, Text(value));
                break;
            case ScanRole.Response:
                OfResponse(message, type, name, value);
                break;
            case ScanRole.Cursor when name.SequenceEqual("id"u8):
                message.CursorId = Number(type, value) ?? 0;
                break;
            case ScanRole.WriteError or ScanRole.WriteConcern when name.SequenceEqual("code"u8):
                message.Code ??= Number(type, value);
                break;
            case ScanRole.WriteConcern when type == BsonType.String && name.SequenceEqual("codeName"u8) && message.CodeName.Length == 0:
                MongoMessage.Set(message.CodeName, Text(value));
                break;
            case ScanRole.LastError when name.SequenceEqual("n"u8):
                message.Count ??= Number(type, value);
                break;
        }
    }

    private static void OfRequest(MongoMessage message, byte type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isFirst)
    {
        if (isFirst && message.Command.Length == 0)
        {
            MongoMessage.Set(message.Command, name);
            if (type == BsonType.String && Commands.NamesCollection(name))
                MongoMessage.Set(message.Collection, Text(value));
            else if (name.SequenceEqual("getMore"u8))
                message.CursorId = Number(type, value) ?? 0;
        }
        else if (type == BsonType.String && name.SequenceEqual("$db"u8))
        {
            MongoMessage.Set(message.Database, Text(value));
        }
        else if (type == BsonType.String && name.SequenceEqual("collection"u8) && message.Command.Bytes.SequenceEqual("getMore"u8))
        {
            MongoMessage.Set(message.Collection, Text(value));
        }
    }

    private static void OfResponse(MongoMessage message, byte type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("ok"u8))
        {
            message.IsOk = Number(type, value) is { } ok ? ok != 0 : message.IsOk;
        }
        else if (name.SequenceEqual("n"u8))
        {
            // A legacy answer to a command is one document, whatever it tells.
            message.Count = message.Opcode == Opcode.Reply ? Number(type, value) : message.Count ?? Number(type, value);
        }
        else if (name.SequenceEqual("code"u8))
        {
            message.Code = Number(type, value) ?? message.Code;
        }
        else if (type == BsonType.String && name.SequenceEqual("codeName"u8))
        {
            MongoMessage.Set(message.CodeName, Text(value));
        }
        else if (type == BsonType.String && (name.SequenceEqual("$err"u8) || name.SequenceEqual("err"u8)))
        {
            message.IsOk = false;
        }
    }

    /// <summary>The text of a string, whose length and end are no part of it.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> value) => value[4..^1];

    private static long? Number(byte type, ReadOnlySpan<byte> value) => type switch
    {
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
        BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(value),
        BsonType.Bool => value[0],
        // Saturates, and what is no number is 0.
        BsonType.Double => (long)BinaryPrimitives.ReadDoubleLittleEndian(value),
        _ => null,
    };
}

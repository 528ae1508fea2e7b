using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Makes JSON of what was kept of a message: of OP_MSG one object, in which sequences of documents are arrays by their names.</summary>
/// <param name="most">Bytes of the text.</param>
internal sealed class BodyWriter(int most)
{
    private readonly JsonText _json = new(most);

    /// <summary>The text, valid until the next call; empty where nothing was kept.</summary>
    /// <param name="message">The message.</param>
    /// <param name="command">What was asked: it tells what is a secret.</param>
    public ReadOnlySpan<byte> Of(MongoMessage message, ReadOnlySpan<byte> command)
    {
        if (message.Kept.Length == 0)
            return default;
        _json.Clear();
        var bson = new BsonJson(message.Kept.Bytes, _json, Commands.IsSensitive(command) ? command : default);
        if (message.Opcode == Opcode.Message)
            Sections(message, ref bson);
        else
            Legacy(message, ref bson);
        return _json.Bytes;
    }

    private void Sections(MongoMessage message, ref BsonJson bson)
    {
        if (message.IsWhole && (message.Flags & MessageFlags.Checksum) != 0)
            bson.DropLast(4);
        bson.Pass(4);
        _json.BeginObject();
        while (bson.TryByte(out var kind))
        {
            if (kind == 0)
            {
                bson.Elements(isNamed: true, depth: 0);
                continue;
            }

            var end = bson.At + bson.PeekInt32();
            bson.Pass(4);
            if (!bson.TryName(out var name))
                break;
            _json.BeginArray(name);
            while (bson.HasMore && bson.At < end)
                bson.Document(default, isArray: false, depth: 1);
            _json.EndArray();
        }

        _json.EndObject();
    }

    private void Legacy(MongoMessage message, ref BsonJson bson)
    {
        var isReply = message.Opcode == Opcode.Reply;
        if (message.Opcode is Opcode.GetMore or Opcode.KillCursors)
            return;
        bson.Pass(isReply ? 20 : 4);
        if (!isReply && !bson.TryName(out _))
            return;
        bson.Pass(message.Opcode switch { Opcode.Query => 8, Opcode.Update or Opcode.Delete => 4, _ => 0 });
        var isOne = message.IsCommand || message.Opcode is Opcode.Query or Opcode.Delete;
        if (!isOne)
            _json.BeginArray();
        while (bson.HasMore)
        {
            bson.Document(default, isArray: false, depth: 0);
            // A second document of a query chooses fields.
            if (isOne)
                break;
        }

        if (!isOne)
            _json.EndArray();
    }
}

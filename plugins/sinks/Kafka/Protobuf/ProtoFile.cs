namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>The .proto file that a user asked for.</summary>
internal sealed class ProtoFile
{
    private readonly string _path;
    private readonly string _text;

    /// <exception cref="OptionException">Two tables would be one message.</exception>
    public ProtoFile(string path, IReadOnlyList<TableSchema> tables)
    {
        if (tables.GroupBy(ProtoText.MessageOf).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionException("proto_file", $"two different tables would be the message {twice.Key}: give each a sink of its own");
        _path = Path.GetFullPath(path);
        _text = ProtoText.Of(tables);
    }

    /// <summary>Writes it, in place of one that is there.</summary>
    /// <exception cref="UnavailableException">It cannot be written.</exception>
    public void Write()
    {
        try
        {
            File.WriteAllText(_path, _text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"{_path} cannot be written: {problem.Message}", problem);
        }
    }
}

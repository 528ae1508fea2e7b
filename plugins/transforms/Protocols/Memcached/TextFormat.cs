namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>How a command was written; the values are those of column <c>format</c>.</summary>
internal enum TextFormat : byte
{
    Text,
    Meta,
    Binary,
}

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>A prepared statement of a server: drivers prepare on one connection and execute on all.</summary>
internal readonly record struct PreparedKey(UInt128 Server, ushort Port, UInt128 Id);

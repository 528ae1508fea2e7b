namespace Pipeline.Bpf.Objects;

/// <summary>What an object's BTF says about one of its maps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">BPF_MAP_TYPE_*; null where the definition does not say.</param>
/// <param name="MaxEntries">Entries it has room for, bytes of a ring; null where the definition does not say.</param>
/// <param name="KeySize">Bytes of a key; 0 where it has none.</param>
/// <param name="ValueSize">Bytes of a value; 0 where it has none.</param>
internal sealed record MapDefinition(string Name, int? Type, int? MaxEntries, int KeySize, int ValueSize);

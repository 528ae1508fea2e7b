namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>What comes next in a response.</summary>
internal enum MyStage : byte
{
    First,
    Definitions,
    DefinitionsEnd,
    Rows,
}

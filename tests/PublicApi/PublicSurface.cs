using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.PublicApi;

/// <summary>What an assembly promises, as text: public types and members with their signatures, sorted, and nothing that the compiler adds on its own.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>
    /// Compares an assembly with the surface approved in <paramref name="file"/>; null when they are the same, else what to say. With PIPELINE_APPROVE=1 the file
    /// is rewritten first.
    /// </summary>
    public static string? Difference(Assembly assembly, string file)
    {
        var actual = Render(assembly);
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(file, actual);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (actual == approved)
            return null;
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var changes = before.Except(after).Select(line => "- " + line.Trim()).Concat(after.Except(before).Select(line => "+ " + line.Trim()));
        return $"""
            The public surface of {assembly.GetName().Name} is not the approved one:
            {string.Join('\n', changes)}
            If that is meant: does Contract.Version have to rise? Then run this test again with PIPELINE_APPROVE=1 and commit {Path.GetFileName(file)}.
            """;
    }

    public static string Render(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate " + Method(type.GetMethod("Invoke")!, Name(type));
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? (Has<IsReadOnlyAttribute>(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (isRecord ? "record struct" : "struct")
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "") + (isRecord ? "record" : "class");
        var bases = new List<Type>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
            bases.Add(parent);
        if (type.IsEnum)
            bases.Add(Enum.GetUnderlyingType(type));
        else
            bases.AddRange(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(i => i.FullName, StringComparer.Ordinal));
        return $"{kind} {(type.Namespace is { } space ? space + "." : "")}{Name(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases.Select(b => Name(b))) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetEnumNames().Select(n => $"{n} = {Convert.ToString(Convert.ChangeType(Enum.Parse(type, n), Enum.GetUnderlyingType(type), null), CultureInfo.InvariantCulture)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [];
        return type.GetMembers(Declared).Where(m => !Has<CompilerGeneratedAttribute>(m)).Select(m => m switch
        {
            ConstructorInfo c when IsPromised(c) => Access(c) + $"{Name(type).Split('<')[0]}({Parameters(c)})",
            FieldInfo f when f.IsPublic || f.IsFamily => Field(f),
            PropertyInfo p when p.GetAccessors(true).Any(IsPromised) => Property(p),
            EventInfo e when IsPromised(e.AddMethod!) => $"{Access(e.AddMethod!)}event {Name(e.EventHandlerType!)} {e.Name}",
            MethodInfo m2 when IsPromised(m2) && (!m2.IsSpecialName || m2.Name.StartsWith("op_", StringComparison.Ordinal)) => Access(m2) + Method(m2, m2.Name),
            _ => "",
        }).Where(line => line.Length > 0);
    }

    private static string Field(FieldInfo field) =>
        field.IsLiteral
            ? $"const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var nullability = new NullabilityInfoContext().Create(property);
        var accessors = property.GetAccessors(true).Where(IsPromised).Select(a =>
            a.ReturnType != typeof(void) ? "get;"
            : a.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;"
            : "set;");
        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        var required = Has<RequiredMemberAttribute>(property) ? "required " : "";
        return $"{Access(property.GetAccessors(true).First(IsPromised))}{required}{Name(property.PropertyType, nullability)} {name} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Method(MethodInfo method, string name)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var constraints = string.Concat(method.IsGenericMethodDefinition ? method.GetGenericArguments().Select(Constraints) : []);
        return $"{Name(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter))} {name}{generic}({Parameters(method)}){constraints}";
    }

    private static string Constraints(Type argument)
    {
        var wanted = new List<string>();
        var flags = argument.GenericParameterAttributes;
        if (argument.CustomAttributes.Any(a => a.AttributeType.Name == "IsUnmanagedAttribute"))
            wanted.Add("unmanaged");
        else if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            wanted.Add("struct");
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            wanted.Add("class");
        wanted.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Name(c)));
        return wanted.Count > 0 ? $" where {argument.Name} : {string.Join(", ", wanted)}" : "";
    }

    private static string Parameters(MethodBase method) =>
        (Has<ExtensionAttribute>(method) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var passing = !type.IsByRef ? Has<ParamArrayAttribute>(parameter) ? "params " : "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var initial = parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue is null && type.IsValueType ? "default" : Literal(parameter.RawDefaultValue)) : "";
        return $"{passing}{Name(type, new NullabilityInfoContext().Create(parameter))} {parameter.Name}{initial}";
    }

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.DeclaringType!.IsInterface ? "" : method.IsStatic ? "static " : IsOverride(method) ? "override " : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    private static bool IsOverride(MethodBase method) => method is MethodInfo m && m.GetBaseDefinition() != m;

    private static bool IsPromised(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool Has<T>(ICustomAttributeProvider member)
        where T : Attribute => member.IsDefined(typeof(T), false);

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        Enum e => $"{Name(e.GetType())}.{e}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!, nullability);
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        var mark = nullability is not null && !type.IsValueType && !type.IsGenericParameter && nullability.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return Name(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        var outer = type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "";
        var name = Keywords.GetValueOrDefault(type, type.Name.Split('`')[0]);
        var arguments = type.GetGenericArguments()
            .Select((a, i) => Name(a, nullability is { } n && i < n.GenericTypeArguments.Length ? n.GenericTypeArguments[i] : null));
        return $"{outer}{name}{(type.IsGenericType ? $"<{string.Join(", ", arguments)}>" : "")}{mark}";
    }
}

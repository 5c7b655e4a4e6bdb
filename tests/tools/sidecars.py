"""Sidecars in the forms that the programs document, with what a working photographer's files hold."""

from clipiqa_desktop.photos.xmp_marks import XmpMarks

LIGHTROOM = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00        ">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="3"
   xmp:Label="Green"
   xmp:CreateDate="2024-06-15T18:22:31.47"
   xmp:MetadataDate="2024-06-20T09:14:02+02:00"
   xmpDM:pick="1"
   xmpDM:good="true"
   tiff:Model="Canon EOS R5"
   aux:Lens="RF24-70mm F2.8 L IS USM"
   photoshop:LabelColor="green"
   photoshop:DateCreated="2024-06-15T18:22:31.47"
   photoshop:SidecarForExtension="CR3"
   xmpMM:DocumentID="xmp.did:6f2b3c1e-0d1a-4a52-9f58-1f3a9be1c001"
   crs:Version="16.3"
   crs:WhiteBalance="Custom"
   crs:Temperature="5350"
   crs:Exposure2012="+0.45"
   crs:HasSettings="True"
   crs:RawFileName="IMG_4521.CR3">
   <dc:subject>
    <rdf:Bag>
     <rdf:li>wedding</rdf:li>
     <rdf:li>Anna &amp; Jörg</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li
      stEvt:action="saved"
      stEvt:when="2024-06-20T09:14:02+02:00"
      stEvt:softwareAgent="Adobe Photoshop Lightroom Classic 13.3 (Macintosh)"
      stEvt:changed="/metadata"/>
    </rdf:Seq>
   </xmpMM:History>
   <lr:hierarchicalSubject><rdf:Bag><rdf:li>people|bride|Anna</rdf:li></rdf:Bag></lr:hierarchicalSubject>
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="8192" stDim:h="5464" stDim:unit="pixel"/>
    <mwg-rs:RegionList>
     <rdf:Bag>
      <rdf:li>
       <rdf:Description mwg-rs:Name="Anna" mwg-rs:Type="Face" mwg-rs:Rotation="0.00000">
        <mwg-rs:Area stArea:h="0.14" stArea:w="0.09" stArea:x="0.51" stArea:y="0.33"/>
       </rdf:Description>
      </rdf:li>
     </rdf:Bag>
    </mwg-rs:RegionList>
   </mwg-rs:Regions>
   <crs:ToneCurvePV2012>
    <rdf:Seq>
     <rdf:li>0, 0</rdf:li>
     <rdf:li>255, 255</rdf:li>
    </rdf:Seq>
   </crs:ToneCurvePV2012>
   <crs:Look>
    <rdf:Description
     crs:Name="Adobe Color"
     crs:Amount="1">
    <crs:Parameters>
     <rdf:Description
      crs:Version="16.3"
      crs:LookTable="E1095149FDB39D7A057BAB208837E2E1"/>
    </crs:Parameters>
    </rdf:Description>
   </crs:Look>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""

DARKTABLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
   exif:DateTimeOriginal="2023:09:03 07:51:10.730"
   xmp:Rating="-1"
   xmpMM:DerivedFrom="_DSC0815.NEF"
   darktable:import_timestamp="63828991231000000"
   darktable:xmp_version="5"
   darktable:raw_params="0"
   darktable:auto_presets_applied="1"
   darktable:history_end="2"
   darktable:iop_order_version="4">
   <darktable:masks_history><rdf:Seq/></darktable:masks_history>
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="exposure"
      darktable:enabled="1"
      darktable:modversion="6"
      darktable:params="0000000000004842010000000000c0bf"
      darktable:multi_name=""
      darktable:blendop_params="gz14eJxjYIAACQYYOOHEgAZY0QVwggZ7CB6pfOygYtaVAyCMi48L/AcCEA0Ak0kpjg=="/>
     <rdf:li
      darktable:num="1"
      darktable:operation="filmicrgb"
      darktable:enabled="1"
      darktable:modversion="5"
      darktable:params="gz09eJybMWemKQAEBgGj"/>
    </rdf:Seq>
   </darktable:history>
   <darktable:colorlabels>
    <rdf:Seq>
     <rdf:li>3</rdf:li>
     <rdf:li>4</rdf:li>
    </rdf:Seq>
   </darktable:colorlabels>
   <dc:subject>
    <rdf:Bag><rdf:li>fog</rdf:li></rdf:Bag>
   </dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""

DIGIKAM = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"
   digiKam:ColorLabel="6"
   digiKam:PickLabel="3"
   acdsee:categories="&lt;Categories&gt;&lt;Category Assigned=&quot;1&quot;&gt;Sea&lt;/Category&gt;&lt;/Categories&gt;"
   acdsee:rating="4"
   photoshop:Urgency="6"
   tiff:Software="digiKam-8.2.0"
   xmp:CreatorTool="digiKam-8.2.0"
   xmp:Rating="4"
   xmp:Label="Purple"
   MicrosoftPhoto:Rating="75">
   <digiKam:TagsList>
    <rdf:Seq>
     <rdf:li>Places/Sea</rdf:li>
     <rdf:li>_Digikam_Internal_Tags_/Image Quality/Rating</rdf:li>
    </rdf:Seq>
   </digiKam:TagsList>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">&quot;Réflexion&quot;</rdf:li></rdf:Alt></dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

EXIFTOOL = """\
<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Image::ExifTool 12.57'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>

 <rdf:Description rdf:about=''
  xmlns:dc='http://purl.org/dc/elements/1.1/'>
  <dc:subject>
   <rdf:Bag>
    <rdf:li>owl</rdf:li>
   </rdf:Bag>
  </dc:subject>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:digiKam='http://www.digikam.org/ns/1.0/'>
  <digiKam:ColorLabel>1</digiKam:ColorLabel>
  <digiKam:PickLabel>1</digiKam:PickLabel>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:microsoft='http://ns.microsoft.com/photo/1.0'>
  <microsoft:Rating>25</microsoft:Rating>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:xmp='http://ns.adobe.com/xap/1.0/'>
  <xmp:CreateDate>2022-01-02T03:04:05</xmp:CreateDate>
  <xmp:Label>Red</xmp:Label>
  <xmp:Rating>2.0</xmp:Rating>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:xmpDM='http://ns.adobe.com/xmp/1.0/DynamicMedia/'>
  <xmpDM:good>False</xmpDM:good>
 </rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""

CAPTURE_ONE = """\
<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 5.5.0">
   <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about=""
            xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
         <xmp:Rating>0</xmp:Rating>
         <xmp:Label>Pink</xmp:Label>
         <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Copyright 2016 T. R.</rdf:li></rdf:Alt></dc:rights>
         <photoshop:Urgency>4</photoshop:Urgency>
      </rdf:Description>
   </rdf:RDF>
</x:xmpmeta>
"""

BRIDGE = (
    """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.6-c140 79.160451, 2017/05/06-01:08:21        ">
   <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about=""
            xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
            xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
            xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#"
            xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/">
         <xmp:MetadataDate>2019-04-01T10:00:00Z</xmp:MetadataDate>
         <xmp:Rating>5</xmp:Rating>
         <xmp:Label>Second</xmp:Label>
         <photoshop:LabelColor>yellow</photoshop:LabelColor>
         <xmpMM:DerivedFrom rdf:parseType="Resource">
            <stRef:instanceID>xmp.iid:2f1d</stRef:instanceID>
            <xmp:Rating>1</xmp:Rating>
         </xmpMM:DerivedFrom>
         <crs:Version>9.12</crs:Version>
      </rdf:Description>
   </rdf:RDF>
</x:xmpmeta>
"""
    + "".join(" " * 100 + "\n" for _ in range(20))
    + '<?xpacket end="w"?>'
)

STRANGE = """\
<?xml version='1.0'?>\r
<!-- edited by hand; xmp:Rating="1" is not here -->\r
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a = 'http://ns.adobe.com/xap/1.0/'>\r
\t<r:Description r:about='' xmlns:xmp="http://example.com/not-adobe/" xmp:Rating='1'\r
\t\ta:CreateDate='2020-02-02'\txmp:Label="Red > &quot;x&quot;" >\r
\t\t<!-- <a:Rating>5</a:Rating> -->\r
\t\t<a:Label><![CDATA[Blue]]></a:Label ><k:free xmlns:k="urn:k">\r
  text &lt; &#x263a; <![CDATA[ <a:Rating>4</a:Rating> ]]></k:free>\r
\t</r:Description>\r
\t<r:Description r:about=""><p:good xmlns:p="http://ns.adobe.com/xmp/1.0/DynamicMedia/">true</p:good></r:Description>\r
\t<r:Description r:about='' xmlns="http://ns.adobe.com/photoshop/1.0/"><LabelColor/><Urgency>2</Urgency></r:Description>\r
</r:RDF>"""

SIDECARS = {
    "lightroom": (LIGHTROOM.encode(), XmpMarks(3, "pick", "green")),
    "lightroom-windows": (LIGHTROOM.replace("\n", "\r\n").encode(), XmpMarks(3, "pick", "green")),
    "darktable": (DARKTABLE.encode(), XmpMarks(None, "reject", "blue")),
    "digikam": (DIGIKAM.encode(), XmpMarks(4, "pick", "purple")),
    "exiftool": (EXIFTOOL.encode(), XmpMarks(2, "reject", "red")),
    "capture-one": (CAPTURE_ONE.encode(), XmpMarks(0, None, None)),
    "bridge": (BRIDGE.encode(), XmpMarks(5, None, "yellow")),
    "bridge-utf16": (BRIDGE.encode("utf-16"), XmpMarks(5, None, "yellow")),
    "lightroom-bom": (LIGHTROOM.encode("utf-8-sig"), XmpMarks(3, "pick", "green")),
    "strange": (STRANGE.encode(), XmpMarks(None, "pick", "blue")),
}

_NAMES = (
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" xmlns:digiKam="http://www.digikam.org/ns/1.0/" '
    'xmlns:darktable="http://darktable.sf.net/"'
    ' xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/" xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"'
    ' xmlns:photomechanic="http://ns.camerabits.com/photomechanic/1.0/"'
)


def packet(attributes: str = "", elements: str = "") -> str:
    """The smallest sidecar with these attributes or elements."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_NAMES} {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
